using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyDerivation;

/// <summary>Every pseudorandom function that IKE may use, found by name or number. A new one is one row here.</summary>
public static class PrfCatalog
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<Prf> All { get; } =
    [
        Hmac("prfsha256", ["hmac-sha256", "prf-hmac-sha2-256"], id: 5, HashAlgorithmName.SHA256, length: 32),
        Hmac("prfsha384", ["hmac-sha384", "prf-hmac-sha2-384"], id: 6, HashAlgorithmName.SHA384, length: 48),
        Hmac("prfsha512", ["hmac-sha512", "prf-hmac-sha2-512"], id: 7, HashAlgorithmName.SHA512, length: 64),
        Hmac("prfsha1", ["hmac-sha1", "prf-hmac-sha1"], id: 2, HashAlgorithmName.SHA1, length: 20),
        Aes("prfaesxcbc", ["aes-xcbc", "prf-aes128-xcbc"], id: 4, AesPrfKey.Xcbc),
        Aes("prfaescmac", ["aes-cmac", "prf-aes128-cmac"], id: 8, AesPrfKey.Cmac),
        Hmac("prfmd5", ["hmac-md5", "prf-hmac-md5"], id: 1, HashAlgorithmName.MD5, length: 16) with { IsLegacy = true },
    ];

    /// <summary>Finds a function by its name or an alias; case is ignored.</summary>
    /// <returns>False when none is called that; <paramref name="prf"/> is then not usable.</returns>
    public static bool TryFind(string name, out Prf prf)
    {
        prf = All.FirstOrDefault(row => row.Aliases.Prepend(row.Name).Contains(name, StringComparer.OrdinalIgnoreCase))!;
        return prf is not null;
    }

    /// <summary>Finds a function by its IKEv2 transform identifier.</summary>
    /// <returns>False when we have none of that number; <paramref name="prf"/> is then not usable.</returns>
    public static bool TryFind(int ikev2Id, out Prf prf)
    {
        prf = All.FirstOrDefault(row => row.Ikev2Id == ikev2Id)!;
        return prf is not null;
    }

    private static Prf Hmac(string name, string[] aliases, int id, HashAlgorithmName hash, int length) => new()
    {
        Name = name,
        Aliases = aliases,
        Ikev2Id = id,
        KeyLength = length,
        OutputLength = length,
        CreateKey = key => new HmacPrfKey(hash, key),
    };

    private static Prf Aes(string name, string[] aliases, int id, PrfKeyFactory create) => new()
    {
        Name = name,
        Aliases = aliases,
        Ikev2Id = id,
        KeyLength = 16,
        OutputLength = 16,
        ShortensNonces = true,
        CreateKey = create,
    };
}
