namespace Pipeline.Crypto.KeyExchange;

/// <summary>Every key exchange method, found by name or by number.</summary>
/// <remarks>A new method is one row of <see cref="All"/>. Names and aliases ignore case. Safe on all threads.</remarks>
public static class KeyExchangeCatalog
{
    private static readonly KeyExchangeMethod[] Methods =
    [
        Symmetric("curve25519", 31, Curve25519Group.Chosen, strengthBits: 128) with { Aliases = ["x25519"] },
        Symmetric("curve448", 32, Curve448Group.Chosen, strengthBits: 224) with { Aliases = ["x448"] },
        Symmetric("ecp256", 19, EcpGroup.Chosen(EcpCurve.P256), strengthBits: 128) with { Aliases = ["secp256r1", "p256"] },
        Symmetric("ecp384", 20, EcpGroup.Chosen(EcpCurve.P384), strengthBits: 192) with { Aliases = ["secp384r1", "p384"] },
        Symmetric("ecp521", 21, EcpGroup.Chosen(EcpCurve.P521), strengthBits: 256) with { Aliases = ["secp521r1", "p521"] },
        Modp(2048, 14, strengthBits: 112),
        Modp(3072, 15, strengthBits: 128),
        Modp(4096, 16, strengthBits: 152),
        Modp(6144, 17, strengthBits: 176),
        Modp(8192, 18, strengthBits: 200),
        Modp(1536, 5, strengthBits: 90) with { IsLegacy = true },
        Modp(1024, 2, strengthBits: 80) with { IsLegacy = true },
        Modp(768, 1, strengthBits: 64) with { IsLegacy = true },
    ];

    private static readonly Dictionary<string, KeyExchangeMethod> ByName = Methods
        .SelectMany(row => row.Aliases.Append(row.Name).Select(name => (name, row)))
        .ToDictionary(pair => pair.name, pair => pair.row, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<int, KeyExchangeMethod> ById = Methods.ToDictionary(row => row.Id);

    /// <summary>All methods, in the order in which one would prefer them.</summary>
    public static IReadOnlyList<KeyExchangeMethod> All => Methods;

    /// <summary>Finds a method by its name or an alias.</summary>
    /// <returns>False when no method is called that; <paramref name="method"/> is then not usable.</returns>
    public static bool TryFind(string name, out KeyExchangeMethod method) => ByName.TryGetValue(name, out method!);

    /// <summary>Finds a method by its IANA number.</summary>
    /// <returns>False when the number is not one of ours; <paramref name="method"/> is then not usable.</returns>
    public static bool TryFind(int id, out KeyExchangeMethod method) => ById.TryGetValue(id, out method!);

    private static KeyExchangeMethod Modp(int bits, int id, int strengthBits) =>
        Symmetric($"modp{bits}", id, ModpGroup.OfBits(bits), strengthBits);

    /// <summary>A row of a Diffie-Hellman group: both ends send values of one length.</summary>
    private static KeyExchangeMethod Symmetric(string name, int id, DiffieHellmanGroup group, int strengthBits) => new(group)
    {
        Name = name,
        Id = id,
        InitiatorLength = group.PublicLength,
        ResponderLength = group.PublicLength,
        SecretLength = group.SecretLength,
        StrengthBits = strengthBits,
    };
}
