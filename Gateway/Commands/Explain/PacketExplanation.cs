namespace Pipeline.Gateway.Commands.Explain;

/// <summary>What would become of a packet; also the shape of its JSON.</summary>
internal sealed record PacketExplanation
{
    /// <summary>The packet, as it was understood.</summary>
    public required string Packet { get; init; }

    /// <summary><c>permit</c>, <c>block</c> or <c>protect</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The rule that decides; null when none matches, which blocks.</summary>
    public string? Rule { get; init; }

    /// <summary>Its place in the policy, from 1; 0 when none matches.</summary>
    public int RuleNumber { get; init; }

    /// <summary>The filter list of that rule.</summary>
    public string? FilterList { get; init; }

    /// <summary>The filter of it that matches.</summary>
    public string? Filter { get; init; }

    /// <summary>Why other rules do not decide, in the order of the file; at most 32.</summary>
    public IReadOnlyList<RuleMiss> Others { get; init; } = [];

    /// <summary>The SA with keys set by hand, or the child as <c>connection/child</c>, that protects it.</summary>
    public string? ProtectedBy { get; init; }

    /// <summary>The connection that is negotiated for it; null without one.</summary>
    public ConnectionExplanation? Connection { get; init; }

    /// <summary>The same in sentences, and what stands in the way.</summary>
    public required IReadOnlyList<string> Says { get; init; }
}
