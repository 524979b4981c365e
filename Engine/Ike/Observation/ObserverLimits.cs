namespace Pipeline.Engine.Ike.Observation;

/// <summary>How much an observer remembers, whatever it is shown.</summary>
public sealed record ObserverLimits
{
    /// <summary>4096 IKE SAs, 4096 messages of each, 65,536 messages and 32 million characters in all.</summary>
    public static ObserverLimits Default { get; } = new();

    /// <summary>IKE SAs; messages of others are counted only.</summary>
    public int MaximumSaCount { get; init; } = 4096;

    /// <summary>Messages of one IKE SA, repetitions not counted.</summary>
    public int MaximumStepCount { get; init; } = 4096;

    /// <summary>Messages of all IKE SAs together.</summary>
    public int MaximumTotalStepCount { get; init; } = 65_536;

    /// <summary>Characters that all messages together are told in.</summary>
    public long MaximumTextLength { get; init; } = 32_000_000;
}
