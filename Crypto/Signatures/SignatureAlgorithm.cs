namespace Pipeline.Crypto.Signatures;

/// <summary>One way to sign: a row of the <see cref="SignatureCatalog"/>.</summary>
public sealed record SignatureAlgorithm
{
    /// <summary>The authentication method "Digital Signature" (RFC 7427 §3).</summary>
    public const int DigitalSignatureMethod = 14;

    private readonly byte[] _identifier = [];

    /// <summary>The name in configuration and logs: <c>rsa-pss-sha256</c>, <c>ecdsa-sha384</c>, <c>ed25519</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that configuration may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The authentication method in the AUTH payload (RFC 7296 §3.8): 14, or one whose signature has no algorithm identifier in
    /// front: 1 for RSA, 9 to 11 for ECDSA (RFC 4754).
    /// </summary>
    public int Method { get; init; } = DigitalSignatureMethod;

    /// <summary>The keys that can sign so.</summary>
    public required IReadOnlyList<KeyKind> Keys { get; init; }

    /// <summary>The hash function.</summary>
    public required SignatureHash Hash { get; init; }

    /// <summary>True for RSASSA-PSS, false for PKCS#1 v1.5 and where the key is not RSA.</summary>
    public bool IsPss { get; init; }

    /// <summary>True when too weak to be believed unless legacy algorithms are allowed; nothing is signed so.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The AlgorithmIdentifier, DER, as it stands in front of a signature (RFC 7427 appendix A); empty unless method 14.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>Hexadecimal digits of <see cref="Identifier"/>.</summary>
    internal string IdentifierDigits
    {
        init => _identifier = Convert.FromHexString(value);
    }

    /// <summary>True when a key of this kind can sign so.</summary>
    public bool Fits(KeyKind key) => Keys.Contains(key);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
