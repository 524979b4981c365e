using Pipeline.Engine.Ike.Authentication;
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

    /// <summary>The peer: its identity, or its address while it has none.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The error that was sent or received, if there was one.</summary>
    public NotifyType? Notify { get; init; }

    /// <summary>True when the peer refused, false when we did.</summary>
    public bool IsByPeer { get; init; }

    /// <summary>A change of configuration that would help; null when none is known.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Why the peer was not believed; null when that is not the cause.</summary>
    public AuthenticationVerdict? Authentication { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Step} with {Peer}: {Explanation}{(Suggestion is null ? "" : $"; {Suggestion}")}";
}
