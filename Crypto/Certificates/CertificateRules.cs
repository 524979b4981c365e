namespace Pipeline.Crypto.Certificates;

/// <summary>What a certificate is checked against.</summary>
public sealed record CertificateRules
{
    /// <summary>The time of the check; there is no clock here.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who the peer says it is; null when that does not matter.</summary>
    public GeneralName? Identity { get; init; }

    /// <summary>Which of the store's anchors count; null for all.</summary>
    public IReadOnlyCollection<Certificate>? Anchors { get; init; }

    /// <summary>How much must be known about revocation.</summary>
    public RevocationPolicy Revocation { get; init; } = RevocationPolicy.IfAvailable;

    /// <summary>Also believes RSA keys of 1024 bits and signatures with SHA-1.</summary>
    public bool AllowLegacy { get; init; }
}
