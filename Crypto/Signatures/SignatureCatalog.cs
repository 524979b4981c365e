namespace Pipeline.Crypto.Signatures;

/// <summary>Every way to sign, found by name, by authentication method, or by the bytes in front of a signature.</summary>
/// <remarks>A new way is one row of <see cref="All"/>. Safe on all threads.</remarks>
public static class SignatureCatalog
{
    private static readonly KeyKind[] Rsa = [KeyKind.Rsa];
    private static readonly KeyKind[] Ecdsa = [KeyKind.EcdsaP256, KeyKind.EcdsaP384, KeyKind.EcdsaP521];

    private static readonly SignatureAlgorithm[] Rows =
    [
        new() { Name = "ed25519", Keys = [KeyKind.Ed25519], Hash = SignatureHash.Identity, IdentifierDigits = "300506032b6570" },
        new() { Name = "ed448", Keys = [KeyKind.Ed448], Hash = SignatureHash.Identity, IdentifierDigits = "300506032b6571" },
        new() { Name = "ecdsa-sha256", Keys = Ecdsa, Hash = SignatureHash.Sha256, IdentifierDigits = "300a06082a8648ce3d040302" },
        new() { Name = "ecdsa-sha384", Keys = Ecdsa, Hash = SignatureHash.Sha384, IdentifierDigits = "300a06082a8648ce3d040303" },
        new() { Name = "ecdsa-sha512", Keys = Ecdsa, Hash = SignatureHash.Sha512, IdentifierDigits = "300a06082a8648ce3d040304" },
        Pss("sha256", SignatureHash.Sha256, hashArc: "01", saltLength: "20"),
        Pss("sha384", SignatureHash.Sha384, hashArc: "02", saltLength: "30"),
        Pss("sha512", SignatureHash.Sha512, hashArc: "03", saltLength: "40"),
        Pkcs1("sha256", SignatureHash.Sha256, arc: "0b"),
        Pkcs1("sha384", SignatureHash.Sha384, arc: "0c"),
        Pkcs1("sha512", SignatureHash.Sha512, arc: "0d"),
        new() { Name = "ecdsa-256", Method = 9, Keys = [KeyKind.EcdsaP256], Hash = SignatureHash.Sha256 },
        new() { Name = "ecdsa-384", Method = 10, Keys = [KeyKind.EcdsaP384], Hash = SignatureHash.Sha384 },
        new() { Name = "ecdsa-521", Method = 11, Keys = [KeyKind.EcdsaP521], Hash = SignatureHash.Sha512 },
        new() { Name = "rsa", Method = 1, Keys = Rsa, Hash = SignatureHash.Sha1, IsLegacy = true },
        Pkcs1("sha1", SignatureHash.Sha1, arc: "05") with { IsLegacy = true },
        new()
        {
            Name = "ecdsa-sha1", Keys = Ecdsa, Hash = SignatureHash.Sha1, IsLegacy = true,
            IdentifierDigits = "300906072a8648ce3d0401",
        },
    ];

    private static readonly Dictionary<string, SignatureAlgorithm> ByName = Rows
        .SelectMany(row => row.Aliases.Append(row.Name).Select(name => (name, row)))
        .ToDictionary(pair => pair.name, pair => pair.row, StringComparer.OrdinalIgnoreCase);

    /// <summary>All ways, in the order in which one would prefer them for a key that fits several.</summary>
    public static IReadOnlyList<SignatureAlgorithm> All => Rows;

    /// <summary>The hash functions to announce, unless policy says less (RFC 7427 §4): all that sign here.</summary>
    public static IReadOnlyList<SignatureHash> Hashes { get; } =
        [SignatureHash.Sha256, SignatureHash.Sha384, SignatureHash.Sha512, SignatureHash.Identity];

    /// <summary>Finds a way by its name or an alias.</summary>
    /// <returns>False when none is called that; <paramref name="algorithm"/> is then not usable.</returns>
    public static bool TryFind(string name, out SignatureAlgorithm algorithm) => ByName.TryGetValue(name, out algorithm!);

    /// <summary>Finds the way that an authentication method other than 14 means.</summary>
    /// <returns>False for a method that is no signature or names no algorithm; <paramref name="algorithm"/> is then not usable.</returns>
    public static bool TryFind(int method, out SignatureAlgorithm algorithm)
    {
        algorithm = Rows.FirstOrDefault(row => row.Method == method && method != SignatureAlgorithm.DigitalSignatureMethod)!;
        return algorithm is not null;
    }

    /// <summary>Finds the way that an AlgorithmIdentifier names: in front of an IKEv2 signature, or in a certificate.</summary>
    /// <param name="identifier">DER, unchecked; nothing may follow it.</param>
    /// <param name="algorithm">The way; not usable when false is returned.</param>
    /// <returns>False for anything but an algorithm of this catalogue with the parameters that it signs with.</returns>
    public static bool TryRead(ReadOnlySpan<byte> identifier, out SignatureAlgorithm algorithm)
    {
        foreach (SignatureAlgorithm row in Rows)
        {
            if (!row.Identifier.IsEmpty && identifier.SequenceEqual(row.Identifier))
            {
                algorithm = row;
                return true;
            }
        }

        // The parameters of PSS can be written in several ways.
        SignatureHash hash = PssParameters.TryRead(identifier);
        algorithm = Rows.FirstOrDefault(row => row.IsPss && row.Hash == hash)!;
        return algorithm is not null;
    }

    /// <summary>Ways in which a key can sign for a peer, the best first (RFC 7427 §4, RFC 8247 §3).</summary>
    /// <param name="key">The kind of our key.</param>
    /// <param name="peerHashes">What the peer announced; empty when it knows no method 14.</param>
    public static IReadOnlyList<SignatureAlgorithm> Choices(KeyKind key, IReadOnlyCollection<SignatureHash> peerHashes)
    {
        ArgumentNullException.ThrowIfNull(peerHashes);
        IEnumerable<SignatureAlgorithm> usable = Rows.Where(row =>
            !row.IsLegacy
            && row.Fits(key)
            && (row.Method != SignatureAlgorithm.DigitalSignatureMethod || peerHashes.Contains(row.Hash)));

        // Sorting is stable: the hash as long as the curve first, else the order of the catalogue.
        SignatureHash natural = NaturalHash(key);
        return [.. usable.OrderBy(row => row.Method == SignatureAlgorithm.DigitalSignatureMethod ? 0 : 1)
            .ThenBy(row => row.Hash == natural ? 0 : 1)];
    }

    private static SignatureHash NaturalHash(KeyKind key) => key switch
    {
        KeyKind.EcdsaP384 => SignatureHash.Sha384,
        KeyKind.EcdsaP521 => SignatureHash.Sha512,
        KeyKind.Ed25519 or KeyKind.Ed448 => SignatureHash.Identity,
        _ => SignatureHash.Sha256,
    };

    private static SignatureAlgorithm Pkcs1(string hashName, SignatureHash hash, string arc) => new()
    {
        Name = $"rsa-pkcs1-{hashName}",
        Aliases = [$"rsa-{hashName}"],
        Keys = Rsa,
        Hash = hash,
        IdentifierDigits = $"300d06092a864886f70d0101{arc}0500",
    };

    /// <summary>RFC 7427 appendix A.4: all parameters stated; the salt is as long as the hash.</summary>
    private static SignatureAlgorithm Pss(string hashName, SignatureHash hash, string hashArc, string saltLength)
    {
        string hashIdentifier = $"300d06096086480165030402{hashArc}0500";
        return new()
        {
            Name = $"rsa-pss-{hashName}",
            Aliases = [$"rsa/pss-{hashName}"],
            Keys = Rsa,
            Hash = hash,
            IsPss = true,
            IdentifierDigits = "304606092a864886f70d01010a3039"
                + $"a00f{hashIdentifier}"
                + $"a11c301a06092a864886f70d010108{hashIdentifier}"
                + $"a2030201{saltLength}"
                + "a303020101",
        };
    }
}
