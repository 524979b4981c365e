using Pipeline.Crypto.Transforms.Aead;
using Pipeline.Crypto.Transforms.Ciphers;

namespace Pipeline.Crypto.Transforms;

/// <summary>The encryption half of the <see cref="TransformCatalog"/>: one row per algorithm and key length.</summary>
internal static class EncryptionAlgorithms
{
    private const int AesBlockLength = 16;
    private const int DesBlockLength = 8;
    private const int CounterIvLength = 8;

    /// <summary>All rows, strongest family first.</summary>
    internal static IReadOnlyList<EncryptionAlgorithm> All { get; } =
    [
        .. Aes(128),
        .. Aes(192),
        .. Aes(256),
        new()
        {
            Name = "chacha20-poly1305", Aliases = ["chacha20poly1305", "chacha20poly1305128"],
            Ikev2Id = 28, KeyLength = 36, SaltLength = 4, IvLength = CounterIvLength, IcvLength = 16,
            StrengthBits = 256, IsCombined = true,
            CreateTransform = (row, kernels) => new ChaCha20Poly1305Transform(row, kernels.ChaCha20Poly1305),
        },
        new()
        {
            Name = "3des-cbc", Aliases = ["3des", "des-ede3-cbc", "des3"],
            Ikev1EspId = 3, Ikev2Id = 3, KeyLength = 24, IvLength = DesBlockLength, BlockLength = DesBlockLength,
            StrengthBits = 112, IsLegacy = true, CreateCipher = (_, _) => new PacketwiseCipher(DesCbcKey.TripleDes),
        },
        new()
        {
            Name = "des-cbc", Aliases = ["des"],
            Ikev1EspId = 2, Ikev2Id = 2, KeyLength = 8, IvLength = DesBlockLength, BlockLength = DesBlockLength,
            StrengthBits = 56, IsLegacy = true, CreateCipher = (_, _) => new PacketwiseCipher(DesCbcKey.Des),
        },
        new()
        {
            Name = "null", Aliases = ["esp-null"],
            Ikev1EspId = 11, Ikev2Id = 11, KeyLength = 0, IvLength = 0, StrengthBits = 0,
            CreateCipher = (_, _) => new NullCipher(),
        },
    ];

    private static IEnumerable<EncryptionAlgorithm> Aes(int bits)
    {
        yield return Gcm(bits, icvLength: 16, id: 20);
        yield return Gcm(bits, icvLength: 12, id: 19);
        yield return Gcm(bits, icvLength: 8, id: 18);
        yield return new EncryptionAlgorithm
        {
            Name = $"aes{bits}-gmac",
            Aliases = [$"aes{bits}gmac", $"null-aes{bits}gmac"],
            Ikev1EspId = 23,
            Ikev2Id = 21,
            TakesKeyLengthAttribute = true,
            KeyLength = (bits / 8) + 4,
            SaltLength = 4,
            IvLength = CounterIvLength,
            IcvLength = 16,
            StrengthBits = bits,
            IsCombined = true,
            CreateTransform = (row, kernels) => AesGmacTransform.ForEsp(row, kernels.AesGcm),
        };
        yield return Ccm(bits, icvLength: 16, id: 16);
        yield return Ccm(bits, icvLength: 12, id: 15);
        yield return Ccm(bits, icvLength: 8, id: 14);
        yield return new EncryptionAlgorithm
        {
            Name = $"aes{bits}-cbc",
            Aliases = [$"aes{bits}", $"aes{bits}cbc"],
            Ikev1EspId = 12,
            Ikev2Id = 12,
            TakesKeyLengthAttribute = true,
            KeyLength = bits / 8,
            IvLength = AesBlockLength,
            BlockLength = AesBlockLength,
            StrengthBits = bits,
            CreateCipher = (row, kernels) => new AesCbcCipher(row.KeyLength, kernels.Aes),
        };
        yield return new EncryptionAlgorithm
        {
            Name = $"aes{bits}-ctr",
            Aliases = [$"aes{bits}ctr"],
            Ikev1EspId = 13,
            Ikev2Id = 13,
            TakesKeyLengthAttribute = true,
            KeyLength = (bits / 8) + 4,
            SaltLength = 4,
            IvLength = CounterIvLength,
            StrengthBits = bits,
            CreateCipher = (row, kernels) => new AesCtrCipher(row.KeyLength, kernels.Aes),
        };
    }

    /// <summary>RFC 4106: 4 bytes of salt; the three ICV lengths are three identifiers, alike in both IKEs.</summary>
    private static EncryptionAlgorithm Gcm(int bits, int icvLength, int id) => new()
    {
        Name = Named(bits, "gcm", icvLength),
        Aliases = Spellings(bits, "gcm", icvLength),
        Ikev1EspId = id,
        Ikev2Id = id,
        TakesKeyLengthAttribute = true,
        KeyLength = (bits / 8) + 4,
        SaltLength = 4,
        IvLength = CounterIvLength,
        IcvLength = icvLength,
        StrengthBits = bits,
        IsCombined = true,
        CreateTransform = (row, kernels) => new AesGcmTransform(row, kernels.AesGcm),
    };

    /// <summary>RFC 4309: 3 bytes of salt.</summary>
    private static EncryptionAlgorithm Ccm(int bits, int icvLength, int id) => new()
    {
        Name = Named(bits, "ccm", icvLength),
        Aliases = Spellings(bits, "ccm", icvLength),
        Ikev1EspId = id,
        Ikev2Id = id,
        TakesKeyLengthAttribute = true,
        KeyLength = (bits / 8) + 3,
        SaltLength = 3,
        IvLength = CounterIvLength,
        IcvLength = icvLength,
        StrengthBits = bits,
        IsCombined = true,
        CreateTransform = (row, _) => new AeadTransform(row, key => new AesCcmKey(key)),
    };

    private static string Named(int bits, string mode, int icvLength) =>
        icvLength == 16 ? $"aes{bits}-{mode}" : $"aes{bits}-{mode}-{icvLength}";

    private static string[] Spellings(int bits, string mode, int icvLength)
    {
        // strongSwan counts the ICV in bytes or in bits, and takes the name without a number for 16 bytes.
        string[] counted = [$"aes{bits}{mode}{icvLength}", $"aes{bits}{mode}{icvLength * 8}"];
        return icvLength == 16 ? [.. counted, $"aes{bits}{mode}", $"aes{bits}-{mode}-16"] : counted;
    }
}
