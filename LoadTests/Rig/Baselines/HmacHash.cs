using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>The hash inside an HMAC of ESP, by the names that other libraries give it (RFC 2404, RFC 4868).</summary>
/// <param name="Bits">1 for SHA-1; 256, 384 or 512 for SHA-2.</param>
/// <param name="Name">As .NET calls it.</param>
/// <param name="BlockLength">Bytes of a block.</param>
/// <param name="MacLength">Bytes of the whole MAC, before it is cut to the ICV.</param>
internal sealed record HmacHash(int Bits, HashAlgorithmName Name, int BlockLength, int MacLength)
{
    private static readonly HmacHash[] All =
    [
        new(1, HashAlgorithmName.SHA1, 64, 20),
        new(256, HashAlgorithmName.SHA256, 64, 32),
        new(384, HashAlgorithmName.SHA384, 128, 48),
        new(512, HashAlgorithmName.SHA512, 128, 64),
    ];

    /// <summary>The hash of an integrity algorithm: of <c>hmac-sha256-128</c>, SHA-256.</summary>
    public static HmacHash Of(IntegrityAlgorithm integrity) =>
        All.First(hash => integrity.Name.StartsWith($"hmac-sha{hash.Bits}-", StringComparison.Ordinal));
}
