using Pipeline.Crypto.Kernels;

namespace Pipeline.Crypto.Transforms;

/// <summary>One integrity algorithm of ESP and AH: a row of the <see cref="TransformCatalog"/>.</summary>
public sealed record IntegrityAlgorithm
{
    /// <summary>The name in configuration and logs: <c>hmac-sha256-128</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that configuration may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>IKEv1 AH transform identifier (RFC 2407 §4.4.3, IANA "isakmp-registry"); 0 when it has none.</summary>
    public int Ikev1AhId { get; init; }

    /// <summary>IKEv1 Authentication Algorithm attribute value (RFC 2407 §4.5); 0 when it has none.</summary>
    public int Ikev1AuthenticationId { get; init; }

    /// <summary>IKEv2 transform type 3 identifier (RFC 7296 §3.3.2 and IANA "ikev2-parameters"); 0 is NONE.</summary>
    public required int Ikev2Id { get; init; }

    /// <summary>Bytes of key, salt included: what key derivation must deliver.</summary>
    public required int KeyLength { get; init; }

    /// <summary>Bytes of salt at the end of the key.</summary>
    public int SaltLength { get; init; }

    /// <summary>Bytes of explicit IV in AH's ICV field; 0 for all but GMAC (RFC 4543 §4).</summary>
    public int IvLength { get; init; }

    /// <summary>Bytes of integrity check value.</summary>
    public required int IcvLength { get; init; }

    /// <summary>Strength of the key in bits (NIST SP 800-57 part 1 §5.6.1); what a blind forger must guess is the ICV.</summary>
    public required int StrengthBits { get; init; }

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed (RFC 8221 §6).</summary>
    public bool IsLegacy { get; init; }

    /// <summary>True when AH alone takes it for integrity; to ESP it is an encryption algorithm (RFC 4543).</summary>
    public bool IsAhOnly { get; init; }

    /// <summary>True for the row that stands for "no integrity algorithm".</summary>
    public bool IsNone => IcvLength == 0;

    /// <summary>Makes the algorithm; null for GMAC, which has a transform of its own.</summary>
    internal Func<IntegrityAlgorithm, KernelSet, Integrity.BatchMac>? CreateMac { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
