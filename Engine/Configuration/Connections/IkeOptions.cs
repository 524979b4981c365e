namespace Pipeline.Engine.Configuration.Connections;

/// <summary>Bounds of IKE as a whole. Every value is in the unit that its name ends with.</summary>
public sealed record IkeOptions
{
    /// <summary>True to take weak algorithms, SHA-1 signatures and short RSA keys.</summary>
    public bool AllowLegacy { get; init; }

    /// <summary>IKE SAs of which the peer is not authenticated yet, in total: 1 to 1,000,000. Beyond, requests are dropped.</summary>
    public int MaximumHalfOpenSas { get; init; } = 10_000;

    /// <summary>The same for one source address: 1 to 1,000,000.</summary>
    public int MaximumHalfOpenSasPerSource { get; init; } = 100;

    /// <summary>Half-open IKE SAs from which on cookies are asked for (RFC 7296 §2.6): 0 to 1,000,000; 0 for always.</summary>
    public int CookieThresholdSas { get; init; } = 100;

    /// <summary>How long a half-open IKE SA is kept: 1 to 600 s.</summary>
    public int HalfOpenTimeoutSeconds { get; init; } = 30;

    /// <summary>IKE SAs in total: 1 to 1,000,000.</summary>
    public int MaximumIkeSas { get; init; } = 100_000;
}
