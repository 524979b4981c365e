namespace Pipeline.Engine.Ports;

/// <summary>How often a <see cref="FaultPort"/> does what, for each packet: probabilities from 0 to 1.</summary>
public sealed record FaultRates
{
    /// <summary>No faults.</summary>
    public static FaultRates None { get; } = new();

    /// <summary>The packet vanishes.</summary>
    public double Drop { get; init; }

    /// <summary>The packet comes twice in a row.</summary>
    public double Duplicate { get; init; }

    /// <summary>The packet comes behind the one that follows it.</summary>
    public double Reorder { get; init; }

    /// <summary>One bit anywhere in the packet is inverted.</summary>
    public double FlipBit { get; init; }
}
