using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>Why no proposal was chosen: which of ours came nearest to which of the peer's, what failed, and what would help.</summary>
public sealed record NearestMiss
{
    /// <summary>Nothing could be compared: the peer's proposals are unusable, or we allow none.</summary>
    internal static NearestMiss Nothing { get; } = new();

    /// <summary>Our proposal; null when nothing could be compared.</summary>
    public Proposal? Ours { get; private init; }

    /// <summary>The peer's proposal; null when nothing could be compared.</summary>
    public SaProposal? Theirs { get; private init; }

    /// <summary>The transform types of which nothing fits both; none when the two are for different protocols.</summary>
    public ValueList<TransformType> Failed { get; private init; }

    /// <summary>
    /// A proposal's text that, added to the configuration, takes the peer's; null when the peer offers nothing that we have for a
    /// type that failed.
    /// </summary>
    public string? Addition { get; private init; }

    /// <summary>True when <see cref="Addition"/> is refused unless <c>allowLegacy</c> is set.</summary>
    public bool AdditionIsLegacy { get; private init; }

    /// <summary>One sentence: what differs, and what either side would have to add.</summary>
    public string Explain() => Explain("peer offers", "you allow", "the peer", "");

    /// <summary>The same sentence from where somebody else stands.</summary>
    /// <param name="offers">Who offers, with the verb.</param>
    /// <param name="allows">Who allows, with the verb.</param>
    /// <param name="asked">Whom to ask for something else.</param>
    /// <param name="where">Where to add what is missing, with a space in front; empty for here.</param>
    internal string Explain(string offers, string allows, string asked, string where)
    {
        if (Ours is null || Theirs is null)
        {
            return $"{offers} no proposal that can be used at all; see the configuration there";
        }

        string ask = Ours.ToString();
        string difference = $"{offers} {ProposalText.Of(Theirs.Protocol)}; {allows} {ProposalText.Of(Ours.Protocol)}";
        if (Failed.Count > 0)
        {
            difference = string.Join(", and ", Failed.Select(type => Compare(type, offers, allows)));
            ask = string.Join('-', Failed.Where(type => Ours.Of(type).Any()).Select(type => Ours.Of(type).First().Name));
        }

        string change = Addition is null ? string.Empty : $"add {Missing}{where}{Legacy}, or ";
        return ask.Length == 0 ? $"{difference}; {change}ask {asked} to leave it out" : $"{difference}; {change}ask {asked} for {ask}";
    }

    /// <summary>The change of configuration that takes what the peer offers; none when nothing would.</summary>
    /// <param name="connection">The connection whose proposals these are.</param>
    /// <param name="child">Its child; null for the proposals of IKE.</param>
    public IReadOnlyList<ConfigurationChange> ChangesOf(ConnectionOptions connection, ChildOptions? child = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (Addition is null)
        {
            return [];
        }

        IEnumerable<Proposal> present = child is null ? connection.Proposals : child.Proposals;
        ConfigurationChange added = ConfigurationChange.Add(
            connection,
            child,
            child is null ? "ikeProposals" : "proposals",
            present.Select(proposal => ConfigurationChange.Quote(proposal.ToString())),
            ConfigurationChange.Quote(Addition));
        return AdditionIsLegacy ? [added, ConfigurationChange.AllowLegacy()] : [added];
    }

    /// <inheritdoc/>
    public override string ToString() => Explain();

    /// <summary>True when it is a nearer miss than another, or there is no other.</summary>
    internal bool IsNearerThan(NearestMiss? other) => other?.Ours is null
        || (Ours is not null && Failed.Count > 0 && (other.Failed.Count == 0 || Failed.Count < other.Failed.Count));

    /// <summary>What two that do not fit say.</summary>
    internal static NearestMiss Of(ProposalMatch match)
    {
        string? addition = match.IsSameProtocol ? FindAddition(match) : null;
        return new NearestMiss
        {
            Ours = match.Ours,
            Theirs = match.Theirs,
            Failed = [.. match.Failed],
            Addition = addition,
            AdditionIsLegacy = addition is not null && !CanParse(match.Ours.Protocol, addition, allowLegacy: false),
        };
    }

    /// <summary>What the peer offers and we do not allow, by the names of proposals.</summary>
    private string Missing
    {
        get
        {
            string[] names = [.. Failed
                .Select(type => Known(Theirs!).FirstOrDefault(known => known.Type == type)?.Name)
                .OfType<string>()
                .Where(name => name != "none")];
            return names.Length == 0 ? $"\"{Addition}\"" : string.Join('-', names);
        }
    }

    private string Legacy => AdditionIsLegacy ? " and set ike.allowLegacy" : string.Empty;

    private string Compare(TransformType type, string offers, string allows)
    {
        string only = Theirs!.Transforms.Count(transform => transform.Type == type) == 1 ? " only" : string.Empty;
        return $"{offers} {ProposalText.Of(Theirs, type)}{only}; {allows} {ProposalText.Of(Ours!, type)}";
    }

    /// <summary>Our proposal with the peer's first known algorithm wherever a type failed, and what was chosen elsewhere.</summary>
    private static string? FindAddition(ProposalMatch match)
    {
        var names = new List<string>();
        foreach (TransformType type in match.Ours.Algorithms.Concat(Known(match.Theirs)).Select(algorithm => algorithm.Type).Distinct())
        {
            ProposalAlgorithm? algorithm = match.Failed.Contains(type)
                ? Known(match.Theirs).FirstOrDefault(known => known.Type == type)
                : match.Of(type);
            if (algorithm is not null && algorithm.Name != "none")
            {
                names.Add(algorithm.Name);
            }
        }

        string addition = string.Join('-', names);
        return CanParse(match.Ours.Protocol, addition, allowLegacy: true) && Parse(match.Ours.Protocol, addition) is { } proposal
            && ProposalMatch.Compare(proposal, match.Theirs, keyExchange: null).Fits
                ? addition
                : null;
    }

    private static IEnumerable<ProposalAlgorithm> Known(SaProposal theirs) =>
        theirs.Transforms.Select(AlgorithmCatalog.Find).OfType<ProposalAlgorithm>();

    private static bool CanParse(ProtocolId protocol, string text, bool allowLegacy) => Parse(protocol, text, allowLegacy) is not null;

    private static Proposal? Parse(ProtocolId protocol, string text, bool allowLegacy = true)
    {
        if (protocol == ProtocolId.Ike)
        {
            return IkeProposal.TryParse(text, allowLegacy, out IkeProposal? ike, out _) ? ike : null;
        }

        var sa = protocol == ProtocolId.Ah ? Sa.SaProtocol.Ah : Sa.SaProtocol.Esp;
        return ChildProposal.TryParse(sa, text, allowLegacy, out ChildProposal? child, out _) ? child : null;
    }
}
