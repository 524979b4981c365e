using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>HMAC, truncated: MD5-96 (RFC 2403), SHA1-96 (RFC 2404), SHA2-256-128 and longer (RFC 4868).</summary>
internal sealed class HmacKey : IntegrityKey
{
    private const int LongestHash = 64;

    private readonly IncrementalHash _hmac;

    /// <summary>Expands a key of any length (RFC 2104 §3).</summary>
    internal HmacKey(HashAlgorithmName hash, ReadOnlySpan<byte> key) => _hmac = IncrementalHash.CreateHMAC(hash, key);

    /// <inheritdoc/>
    internal override void Compute(AuthenticatedBytes input, Span<byte> icv)
    {
        Span<byte> hash = stackalloc byte[LongestHash];
        _hmac.AppendData(input.Associated);
        _hmac.AppendData(input.Iv);
        _hmac.AppendData(input.Text);
        _hmac.AppendData(input.HighSequence);
        _hmac.TryGetHashAndReset(hash, out _);
        hash[..icv.Length].CopyTo(icv);
    }

    /// <inheritdoc/>
    public override void Dispose() => _hmac.Dispose();
}
