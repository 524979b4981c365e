using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>A bystander who reads the IKE messages between others, with keys or without, and tells what came of them.</summary>
/// <remarks>Never throws for a message, and remembers no more than its limits. Not thread safe.</remarks>
public sealed class IkeObserver : IDisposable
{
    private readonly ObserverLimits _limits;
    private readonly Dictionary<ulong, IkeSaReader> _readers = [];
    private readonly Dictionary<ulong, List<ObservedKeys>> _keys = [];
    private readonly Dictionary<ulong, (SaProposal Chosen, ulong Replaced)> _announced = [];
    private readonly List<ObservedIkeSa> _sas = [];
    private int _stepCount;
    private long _textLength;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="keys">Keys of IKE SAs, several of one where IKE_INTERMEDIATE has changed them; this owns them from now on.</param>
    /// <param name="limits">How much is remembered; null for the default.</param>
    public IkeObserver(IEnumerable<ObservedKeys>? keys = null, ObserverLimits? limits = null)
    {
        _limits = limits ?? ObserverLimits.Default;
        foreach (IGrouping<ulong, ObservedKeys> group in (keys ?? []).GroupBy(key => key.InitiatorSpi))
        {
            _keys.Add(group.Key, [.. group]);
        }
    }

    /// <summary>What the responder at the local end of a path allows, by its configuration; none where that is not known.</summary>
    public Func<IkePath, IReadOnlyList<IkeProposal>> Allowed { get; init; } = static _ => [];

    /// <summary>The IKE SAs, in the order in which they were seen first.</summary>
    public IReadOnlyList<ObservedIkeSa> Sas => _sas;

    /// <summary>Messages that belong to more IKE SAs than are remembered.</summary>
    public long OverlookedCount { get; private set; }

    /// <summary>IKE SAs for which keys were given, and of which nothing was seen.</summary>
    public int UnusedKeyCount => _keys.Keys.Count(spi => !_readers.ContainsKey(spi));

    /// <summary>Takes an IKE message.</summary>
    /// <param name="datagram">It, without non-ESP marker.</param>
    /// <param name="sighting">Where and when it was seen.</param>
    /// <returns>False when it is no IKE message: too short for a header, or of no version that there is.</returns>
    public bool Observe(ReadOnlySpan<byte> datagram, in Sighting sighting)
    {
        if (!IkeHeader.TryRead(datagram, out IkeHeader header) || header.MajorVersion is not (1 or 2) || header.InitiatorSpi == 0)
        {
            return false;
        }

        if (FindOrAdd(header) is not { } reader)
        {
            OverlookedCount++;
            return true;
        }

        bool hasRoom = _stepCount < _limits.MaximumTotalStepCount && reader.Sa.Steps.Count < _limits.MaximumStepCount
            && _textLength < _limits.MaximumTextLength;
        (int steps, long text) = (reader.Sa.Steps.Count, reader.Sa.TextLength);
        reader.Take(header, datagram, sighting, hasRoom);
        _stepCount += reader.Sa.Steps.Count - steps;
        _textLength += reader.Sa.TextLength - text;
        return true;
    }

    /// <summary>Tells where an IKE SA stopped, and why.</summary>
    /// <param name="sa">One of <see cref="Sas"/>.</param>
    public ObservedOutcome OutcomeOf(ObservedIkeSa sa)
    {
        ArgumentNullException.ThrowIfNull(sa);

        if (sa is { Initiator: { } initiator, Responder: { } responder } && Allowed(new IkePath(responder, initiator)) is { Count: > 0 } allowed)
        {
            return OutcomeSentences.Of(sa, allowed);
        }

        // What a responder has it does not say; but it may have offered it, as initiator of another IKE SA.
        ObservedIkeSa? counterpart = _sas.Find(other => other.Offer is not null && other.Initiator?.Address == sa.Responder?.Address);
        return OutcomeSentences.Of(sa, [.. counterpart?.OfferedProposals ?? []]);
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        foreach (IkeSaReader reader in _readers.Values)
        {
            reader.Dispose();
        }

        foreach (ObservedKeys keys in _keys.Values.SelectMany(some => some))
        {
            keys.Dispose();
        }
    }

    private IkeSaReader? FindOrAdd(in IkeHeader header)
    {
        if (_readers.TryGetValue(header.InitiatorSpi, out IkeSaReader? reader))
        {
            return reader;
        }

        if (_sas.Count >= _limits.MaximumSaCount)
        {
            return null;
        }

        var sa = new ObservedIkeSa(header.InitiatorSpi, header.MajorVersion);
        if (_announced.Remove(header.InitiatorSpi, out (SaProposal Chosen, ulong Replaced) announced))
        {
            (sa.Chosen, sa.ReplacedSpi, sa.IsAuthenticated) = (announced.Chosen, announced.Replaced, true);
        }

        reader = new IkeSaReader(sa, _keys.GetValueOrDefault(header.InitiatorSpi) ?? [], Announce);
        _readers.Add(header.InitiatorSpi, reader);
        _sas.Add(sa);
        return reader;
    }

    /// <summary>Another IKE SA will be seen that takes the place of one.</summary>
    private void Announce(ulong initiatorSpi, SaProposal chosen, ulong replaced)
    {
        if (_announced.Count < _limits.MaximumSaCount)
        {
            _announced[initiatorSpi] = (chosen, replaced);
        }
    }
}
