using Pipeline.Crypto.Kernels;

namespace Pipeline.Crypto.Transforms;

/// <summary>One ESP encryption algorithm with one key length: a row of the <see cref="TransformCatalog"/>.</summary>
public sealed record EncryptionAlgorithm
{
    /// <summary>The name in configuration and logs: <c>aes128-gcm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that configuration may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>IKEv1 ESP transform identifier (RFC 2407 §4.4.4, IANA "isakmp-registry"); 0 when it has none.</summary>
    public int Ikev1EspId { get; init; }

    /// <summary>IKEv2 transform type 1 identifier (RFC 7296 §3.3.2 and IANA "ikev2-parameters").</summary>
    public required int Ikev2Id { get; init; }

    /// <summary>True when IKE must state the key length in an attribute (RFC 7296 §3.3.5).</summary>
    public bool TakesKeyLengthAttribute { get; init; }

    /// <summary>Bytes of key, salt included: what key derivation must deliver.</summary>
    public required int KeyLength { get; init; }

    /// <summary>Bytes of salt at the end of the key.</summary>
    public int SaltLength { get; init; }

    /// <summary>Bits of key without salt: the value of IKE's key length attribute.</summary>
    public int KeyBits => (KeyLength - SaltLength) * 8;

    /// <summary>Bytes of explicit IV in every packet.</summary>
    public required int IvLength { get; init; }

    /// <summary>Bytes of ICV that the algorithm makes itself; 0 unless <see cref="IsCombined"/>.</summary>
    public int IcvLength { get; init; }

    /// <summary>ESP pads the text to a multiple of this many bytes: at least 4 (RFC 4303 §2.4).</summary>
    public int BlockLength { get; init; } = 4;

    /// <summary>Security strength in bits (NIST SP 800-57 part 1 §5.6.1); 0 when nothing is encrypted.</summary>
    public required int StrengthBits { get; init; }

    /// <summary>True when it authenticates too, and takes no integrity algorithm beside it.</summary>
    public bool IsCombined { get; init; }

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed (RFC 8221 §5).</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Makes the transform of a combined algorithm; null for the others.</summary>
    internal Func<EncryptionAlgorithm, KernelSet, PacketTransform>? CreateTransform { get; init; }

    /// <summary>Makes the cipher of an algorithm that is not combined; null for the others.</summary>
    internal Func<EncryptionAlgorithm, KernelSet, Ciphers.BatchCipher>? CreateCipher { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
