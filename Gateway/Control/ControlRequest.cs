namespace Pipeline.Gateway.Control;

/// <summary>What a client asks: one line of JSON.</summary>
internal sealed record ControlRequest
{
    /// <summary>One of <see cref="ControlWords"/>.</summary>
    public required string Command { get; init; }

    /// <summary>The connection that it is about; null for none.</summary>
    public string? Connection { get; init; }

    /// <summary>The child that it is about; null for none.</summary>
    public string? Child { get; init; }

    /// <summary>How long to wait for the end of a negotiation, in seconds; 0 to see only that it has begun.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>True to show what a reload would change, and change nothing.</summary>
    public bool PlanOnly { get; init; }
}
