using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyDerivation;

/// <summary>HMAC as a pseudorandom function: the whole output, not truncated (RFC 2104, RFC 4868 §2.4).</summary>
internal sealed class HmacPrfKey(HashAlgorithmName hash, ReadOnlySpan<byte> key) : PrfKey
{
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(hash, key);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> part) => _hmac.AppendData(part);

    /// <inheritdoc/>
    public override void Finish(Span<byte> output) => _hmac.GetHashAndReset(output);

    /// <inheritdoc/>
    protected override void EraseKey() => _hmac.Dispose();
}
