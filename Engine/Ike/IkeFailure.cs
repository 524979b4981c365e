using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike;

/// <summary>Why a negotiation came to nothing: one record for log, status and explanations.</summary>
/// <param name="Step">Where.</param>
/// <param name="Cause">Why.</param>
/// <param name="Explanation">One sentence: what stands in the way, with the nearest miss.</param>
public sealed record IkeFailure(IkeStep Step, FailureCause Cause, string Explanation)
{
    /// <summary>Name of the connection; empty while a responder does not know it.</summary>
    public string Connection { get; init; } = "";

    /// <summary>Name of the child that was negotiated; empty when it was not about one.</summary>
    public string Child { get; init; } = "";

    /// <summary>Names of the policy's rules whose traffic has no SA by this; none when it was not about a child.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The peer: its identity, or its address while it has none.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The error that was sent or received, if there was one.</summary>
    public NotifyType? Notify { get; init; }

    /// <summary>True when the peer refused, false when we did.</summary>
    public bool IsByPeer { get; init; }

    /// <summary>What to do about it, in words; null when <see cref="Explanation"/> says it.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Changes of our configuration that would help, ready to be written; none when none is known.</summary>
    public IReadOnlyList<ConfigurationChange> Changes { get; init; } = [];

    /// <summary>The proposals that came nearest to each other; null when that is not the cause, or the peer's are not known.</summary>
    public NearestMiss? Proposals { get; init; }

    /// <summary>The selectors that have nothing in common; null when that is not the cause, or the peer's are not known.</summary>
    public SelectorMiss? Selectors { get; init; }

    /// <summary>Why the peer was not believed; null when that is not the cause.</summary>
    public AuthenticationVerdict? Authentication { get; init; }

    /// <summary>One line: the same in log, status and <c>explain</c>.</summary>
    public override string ToString()
    {
        string rules = Rules.Count == 0 ? string.Empty : $" for {(Rules.Count == 1 ? "rule" : "rules")} {string.Join(", ", Rules)}";
        string who = Child.Length > 0 ? $" of child {Child}{rules}" : string.Empty;
        string where = Connection.Length > 0 ? $" ({Connection})" : string.Empty;
        string suggestion = Suggestion is null ? string.Empty : $"; {Suggestion}";
        string changes = Changes.Count == 0 ? string.Empty : $"; change {string.Join(" and ", Changes)}";
        return $"{Step}{who} with {Peer}{where}: {Explanation}{suggestion}{changes}";
    }
}
