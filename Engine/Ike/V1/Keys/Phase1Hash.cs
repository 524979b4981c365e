using System.Security.Cryptography;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>A hash that phase 1 may negotiate: IVs and NAT discovery use it as it is, everything else its HMAC (RFC 2409 §4).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Prf">Its HMAC.</param>
/// <param name="Algorithm">Its name for the platform.</param>
public sealed record Phase1Hash(OakleyHash Id, Prf Prf, HashAlgorithmName Algorithm)
{
    /// <summary>All of them, strongest first.</summary>
    public static IReadOnlyList<Phase1Hash> All { get; } =
    [
        Of(OakleyHash.Sha512, "prfsha512", HashAlgorithmName.SHA512),
        Of(OakleyHash.Sha384, "prfsha384", HashAlgorithmName.SHA384),
        Of(OakleyHash.Sha256, "prfsha256", HashAlgorithmName.SHA256),
        Of(OakleyHash.Sha1, "prfsha1", HashAlgorithmName.SHA1),
        Of(OakleyHash.Md5, "prfmd5", HashAlgorithmName.MD5),
    ];

    /// <summary>Bytes of its output, and of every HASH payload.</summary>
    public int Length => Prf.OutputLength;

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed.</summary>
    public bool IsLegacy => Prf.IsLegacy;

    /// <summary>Finds the hash of a number.</summary>
    /// <returns>The hash, or null when it is not one of ours.</returns>
    public static Phase1Hash? Find(OakleyHash id) => All.FirstOrDefault(hash => hash.Id == id);

    /// <summary>Finds the hash of which a pseudorandom function is the HMAC.</summary>
    /// <returns>The hash, or null for a function that is none.</returns>
    public static Phase1Hash? Find(Prf prf) => All.FirstOrDefault(hash => hash.Prf == prf);

    /// <summary>The hash of parts one behind the other. For nothing secret: nothing is erased.</summary>
    public byte[] Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }

    /// <inheritdoc/>
    public override string ToString() => Prf.Name;

    private static Phase1Hash Of(OakleyHash id, string prf, HashAlgorithmName algorithm) =>
        new(id, PrfCatalog.All.First(row => row.Name == prf), algorithm);
}
