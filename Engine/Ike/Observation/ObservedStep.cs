using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>One message of an IKE SA as a bystander saw it, with its repetitions.</summary>
public sealed class ObservedStep
{
    // RFC 7383 has 16 bits for it; no message that fits into memory needs more than this.
    private const int MostFragments = 256;

    private readonly SortedSet<int> _fragments = [];

    /// <summary>Its number among all that was seen: from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was seen first.</summary>
    public required DateTime At { get; init; }

    /// <summary>When it was seen last.</summary>
    public DateTime LastAt { get; internal set; }

    /// <summary>Where it came from.</summary>
    public required UdpEndpoint From { get; init; }

    /// <summary>Where it went.</summary>
    public required UdpEndpoint To { get; init; }

    /// <summary>True when the original initiator of the IKE SA sent it.</summary>
    public required bool IsFromInitiator { get; init; }

    /// <summary>What it is called: <c>IKE_AUTH request</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its number.</summary>
    public required uint MessageId { get; init; }

    /// <summary>Bytes of message; of all its fragments together.</summary>
    public int Length { get; internal set; }

    /// <summary>How often it was seen again.</summary>
    public int Repetitions { get; internal set; }

    /// <summary>Into how many fragments it was cut; 0 for none.</summary>
    public int FragmentTotal { get; private set; }

    /// <summary>Those of them that were seen, in order.</summary>
    public IReadOnlyCollection<int> Fragments => _fragments;

    /// <summary>What it says, one sentence a line.</summary>
    public IReadOnlyList<string> What { get; internal set; } = [];

    /// <summary>The exchange that it belongs to.</summary>
    internal ExchangeType Exchange { get; init; }

    /// <summary>True for a response.</summary>
    internal bool IsResponse { get; init; }

    /// <summary>What its bytes, or those of its first fragment, were.</summary>
    internal Octets Hash { get; init; }

    /// <summary>Takes a fragment.</summary>
    /// <returns>False when it was seen before.</returns>
    internal bool TakeFragment(int number, int total)
    {
        FragmentTotal = Math.Max(FragmentTotal, total);
        return _fragments.Count < MostFragments && _fragments.Add(number);
    }
}
