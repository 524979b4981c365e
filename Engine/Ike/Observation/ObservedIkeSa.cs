using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>One IKE SA as a bystander saw it: its messages in order, and what they came to.</summary>
public sealed class ObservedIkeSa
{
    private const int MostChildren = 1024;

    private readonly List<ObservedStep> _steps = [];
    private readonly List<ObservedChild> _children = [];

    internal ObservedIkeSa(ulong initiatorSpi, int version) => (InitiatorSpi, Version) = (initiatorSpi, version);

    /// <summary>SPI of its initiator: what it is known by.</summary>
    public ulong InitiatorSpi { get; }

    /// <summary>SPI of its responder; 0 while it has said none.</summary>
    public ulong ResponderSpi { get; internal set; }

    /// <summary>The major version of IKE.</summary>
    public int Version { get; }

    /// <summary>Where its initiator is; null when nothing of it was seen.</summary>
    public UdpEndpoint? Initiator { get; internal set; }

    /// <summary>Where its responder is; null when nothing went there.</summary>
    public UdpEndpoint? Responder { get; internal set; }

    /// <summary>Its messages, in the order in which they were seen first.</summary>
    public IReadOnlyList<ObservedStep> Steps => _steps;

    /// <summary>Messages that were not kept: there were too many.</summary>
    public long OverlookedCount { get; internal set; }

    /// <summary>Its pairs of Child SAs; only somebody with the keys sees them.</summary>
    public IReadOnlyList<ObservedChild> Children => _children;

    /// <summary>SPI of the initiator of the IKE SA that this one has replaced; 0 when none was seen.</summary>
    public ulong ReplacedSpi { get; internal set; }

    /// <summary>SPI of the initiator of the IKE SA that has replaced this one; 0 when none was seen.</summary>
    public ulong SuccessorSpi { get; internal set; }

    /// <summary>What is wrong with the keys that were given for it; null when nothing is, or none were.</summary>
    public string? KeyProblem { get; internal set; }

    /// <summary>True when messages could be opened.</summary>
    public bool WasOpened { get; internal set; }

    /// <summary>Characters that its messages are told in.</summary>
    internal long TextLength { get; private set; }

    /// <summary>What was chosen for it; null until seen.</summary>
    internal SaProposal? Chosen { get; set; }

    /// <summary>What its initiator offered last.</summary>
    internal SaPayload? Offer { get; set; }

    /// <summary>The key exchange method that its initiator sent a value of last.</summary>
    internal ushort? OfferedMethod { get; set; }

    /// <summary>Why its responder refused IKE_SA_INIT, or its wish for a cookie; null after something better.</summary>
    internal NotifyPayload? FirstRefusal { get; set; }

    /// <summary>Who refused IKE_AUTH and how; null when nobody is seen to have.</summary>
    internal (bool IsByInitiator, NotifyType Error)? AuthRefusal { get; set; }

    /// <summary>True when the responder has proved itself: authentication is over.</summary>
    internal bool IsAuthenticated { get; set; }

    /// <summary>The last refusal of a Child SA; null after success.</summary>
    internal (NotifyType Error, string? Traffic)? ChildRefusal { get; set; }

    /// <summary>Who has deleted it; null while nobody has.</summary>
    internal bool? WasDeletedByInitiator { get; set; }

    /// <summary>The last request of each side that was not answered; the initiator's first.</summary>
    internal ObservedStep?[] Open { get; } = new ObservedStep?[2];

    /// <summary>The last message of a kind; null when none was seen.</summary>
    internal ObservedStep? Last(Wire.Ike.ExchangeType exchange, bool isResponse) =>
        _steps.FindLast(step => step.Exchange == exchange && step.IsResponse == isResponse);

    /// <summary>What its initiator allows, as far as it is known here.</summary>
    internal IEnumerable<IkeProposal> OfferedProposals =>
        (Offer?.Proposals ?? []).Select(ProposalSentences.ToIke).OfType<IkeProposal>();

    /// <summary>Adds a message.</summary>
    internal void Add(ObservedStep step) => _steps.Add(step);

    /// <summary>Tells what a message says; of very many sentences the first.</summary>
    internal void Tell(ObservedStep step, IEnumerable<string> sentences)
    {
        const int MostSentences = 48;
        step.What = [.. sentences.Take(MostSentences)];
        TextLength += step.What.Sum(sentence => sentence.Length);
    }

    /// <summary>Adds a pair.</summary>
    internal void Add(ObservedChild child)
    {
        if (_children.Count < MostChildren)
        {
            _children.Add(child);
        }
    }
}
