namespace Pipeline.Engine.Sa;

/// <summary>How long an SA may be used (RFC 4301 §4.4.2.1). Soft: replace it. Hard: it carries nothing any more.</summary>
/// <remarks>A limit of 0 means none. Bytes are counted over the protected text, padding included.</remarks>
public sealed record SaLifetimeLimits
{
    /// <summary>No limit but the sequence number.</summary>
    public static SaLifetimeLimits None { get; } = new();

    /// <summary>
    /// Packets after which an SA with 32-bit sequence numbers is replaced at the latest: a quarter of them is left, for more than a minute
    /// at ten million packets a second (RFC 4303 §3.3.3: they never go round).
    /// </summary>
    public const long LatestSoftPackets = 3L << 30;

    /// <summary>Bytes after which a replacement is asked for.</summary>
    public long SoftBytes { get; init; }

    /// <summary>Bytes after which nothing passes.</summary>
    public long HardBytes { get; init; }

    /// <summary>Packets after which a replacement is asked for.</summary>
    public long SoftPackets { get; init; }

    /// <summary>Packets after which nothing passes.</summary>
    public long HardPackets { get; init; }

    /// <summary>Age at which a replacement is asked for.</summary>
    public TimeSpan SoftAge { get; init; }

    /// <summary>Age at which nothing passes.</summary>
    public TimeSpan HardAge { get; init; }

    /// <summary>The same limits, so that a replacement is asked for while sequence numbers are left.</summary>
    /// <param name="isExtended">True for 64-bit sequence numbers, which no SA uses up.</param>
    public SaLifetimeLimits BeforeSequenceEnds(bool isExtended) =>
        isExtended || SoftPackets is > 0 and <= LatestSoftPackets ? this : this with { SoftPackets = LatestSoftPackets };
}
