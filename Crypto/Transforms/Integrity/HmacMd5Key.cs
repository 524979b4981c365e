using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms.Integrity;

/// <summary>HMAC-MD5-96 (RFC 2403), for legacy peers only, so through the platform.</summary>
internal sealed class HmacMd5Key : IntegrityKey
{
    private const int HashLength = 16;

    private readonly IncrementalHash _hmac;

    /// <summary>Expands a key of any length (RFC 2104 §3).</summary>
    internal HmacMd5Key(ReadOnlySpan<byte> key) => _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.MD5, key);

    /// <inheritdoc/>
    internal override void Compute(AuthenticatedBytes input, Span<byte> icv)
    {
        Span<byte> hash = stackalloc byte[HashLength];
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
