using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.Transforms;

/// <summary>The integrity half of the <see cref="TransformCatalog"/>: one row per algorithm.</summary>
internal static class IntegrityAlgorithms
{
    /// <summary>No integrity algorithm beside the encryption algorithm.</summary>
    internal static IntegrityAlgorithm None { get; } = new()
    {
        Name = "none",
        Aliases = ["no-integrity"],
        Ikev2Id = 0,
        KeyLength = 0,
        IcvLength = 0,
        StrengthBits = 0,
        CreateMac = (_, _) => new NoMac(),
    };

    /// <summary>All rows.</summary>
    internal static IReadOnlyList<IntegrityAlgorithm> All { get; } =
    [
        new()
        {
            Name = "hmac-sha256-128", Aliases = ["sha256", "hmac-sha256", "sha2-256", "sha2_256", "hmac-sha2-256-128"],
            Ikev1AhId = 5, Ikev1AuthenticationId = 5, Ikev2Id = 12, KeyLength = 32, IcvLength = 16, StrengthBits = 256,
            CreateMac = (row, kernels) => new HmacMac(kernels.Hmac.Sha256, row.IcvLength),
        },
        new()
        {
            Name = "hmac-sha384-192", Aliases = ["sha384", "hmac-sha384", "sha2-384", "sha2_384", "hmac-sha2-384-192"],
            Ikev1AhId = 6, Ikev1AuthenticationId = 6, Ikev2Id = 13, KeyLength = 48, IcvLength = 24, StrengthBits = 384,
            CreateMac = (row, kernels) => new HmacMac(kernels.Hmac.Sha384, row.IcvLength),
        },
        new()
        {
            Name = "hmac-sha512-256", Aliases = ["sha512", "hmac-sha512", "sha2-512", "sha2_512", "hmac-sha2-512-256"],
            Ikev1AhId = 7, Ikev1AuthenticationId = 7, Ikev2Id = 14, KeyLength = 64, IcvLength = 32, StrengthBits = 512,
            CreateMac = (row, kernels) => new HmacMac(kernels.Hmac.Sha512, row.IcvLength),
        },
        new()
        {
            Name = "hmac-sha1-96", Aliases = ["sha1", "sha", "hmac-sha1"],
            Ikev1AhId = 3, Ikev1AuthenticationId = 2, Ikev2Id = 2, KeyLength = 20, IcvLength = 12, StrengthBits = 160,
            CreateMac = (row, kernels) => new HmacMac(kernels.Hmac.Sha1, row.IcvLength),
        },
        new()
        {
            Name = "hmac-md5-96", Aliases = ["md5", "hmac-md5"],
            Ikev1AhId = 2, Ikev1AuthenticationId = 1, Ikev2Id = 1, KeyLength = 16, IcvLength = 12, StrengthBits = 128,
            IsLegacy = true,
            CreateMac = (row, _) => new PacketwiseMac(key => new HmacMd5Key(key), row.IcvLength),
        },
        new()
        {
            Name = "aes-xcbc-96", Aliases = ["aesxcbc", "aes-xcbc", "aes-xcbc-mac-96"],
            Ikev1AhId = 9, Ikev1AuthenticationId = 9, Ikev2Id = 5, KeyLength = 16, IcvLength = 12, StrengthBits = 128,
            CreateMac = (row, _) => new PacketwiseMac(AesMacKey.Xcbc, row.IcvLength),
        },
        new()
        {
            Name = "aes-cmac-96", Aliases = ["aescmac", "aes-cmac"],
            Ikev2Id = 8, KeyLength = 16, IcvLength = 12, StrengthBits = 128,
            CreateMac = (row, _) => new PacketwiseMac(AesMacKey.Cmac, row.IcvLength),
        },
        Gmac(128, ikev1Id: 11, ikev2Id: 9),
        Gmac(192, ikev1Id: 12, ikev2Id: 10),
        Gmac(256, ikev1Id: 13, ikev2Id: 11),
        None,
    ];

    /// <summary>RFC 4543 §4: AH carries IV and tag in its ICV field.</summary>
    private static IntegrityAlgorithm Gmac(int bits, int ikev1Id, int ikev2Id) => new()
    {
        Name = $"aes{bits}-gmac",
        Aliases = [$"aes{bits}gmac"],
        Ikev1AhId = ikev1Id,
        Ikev1AuthenticationId = ikev1Id,
        Ikev2Id = ikev2Id,
        KeyLength = (bits / 8) + 4,
        SaltLength = 4,
        IvLength = 8,
        IcvLength = 16,
        StrengthBits = bits,
        IsAhOnly = true,
    };
}
