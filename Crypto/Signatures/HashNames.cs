using System.Security.Cryptography;

namespace Pipeline.Crypto.Signatures;

/// <summary>How .NET calls the hash functions.</summary>
internal static class HashNames
{
    /// <summary>The name of a hash function that makes a digest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It makes none.</exception>
    internal static HashAlgorithmName Of(SignatureHash hash) => hash switch
    {
        SignatureHash.Sha1 => HashAlgorithmName.SHA1,
        SignatureHash.Sha256 => HashAlgorithmName.SHA256,
        SignatureHash.Sha384 => HashAlgorithmName.SHA384,
        SignatureHash.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(hash)),
    };
}
