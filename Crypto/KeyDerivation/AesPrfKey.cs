using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;
using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.KeyDerivation;

/// <summary>AES-XCBC-PRF-128 (RFC 4434) and AES-CMAC-PRF-128 (RFC 4615): the MAC untruncated, under a key of any length.</summary>
internal sealed class AesPrfKey : PrfKey
{
    private const int KeyLength = 16;

    private readonly IntegrityKey _mac;

    // Inputs are secrets too, so the buffer is ours: nothing else would erase what it leaves behind when it grows.
    private byte[] _input = new byte[256];
    private int _length;

    /// <summary>Makes 16 bytes of the key and expands them.</summary>
    /// <param name="expand">The MAC of the two.</param>
    /// <param name="padsShortKeys">True for XCBC: only longer keys are hashed.</param>
    /// <param name="key">Any length.</param>
    private AesPrfKey(IntegrityKeyFactory expand, bool padsShortKeys, ReadOnlySpan<byte> key)
    {
        Span<byte> fitted = stackalloc byte[KeyLength];
        fitted.Clear();
        Fit(expand, padsShortKeys, key, fitted);
        _mac = expand(fitted);
        CryptographicOperations.ZeroMemory(fitted);
    }

    /// <summary>AES-XCBC-PRF-128.</summary>
    internal static AesPrfKey Xcbc(ReadOnlySpan<byte> key) => new(AesMacKey.Xcbc, padsShortKeys: true, key);

    /// <summary>AES-CMAC-PRF-128.</summary>
    internal static AesPrfKey Cmac(ReadOnlySpan<byte> key) => new(AesMacKey.Cmac, padsShortKeys: false, key);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> part)
    {
        if (_length + part.Length > _input.Length)
        {
            byte[] old = _input;
            _input = new byte[2 * (_length + part.Length)];
            old.AsSpan(0, _length).CopyTo(_input);
            CryptographicOperations.ZeroMemory(old);
        }

        part.CopyTo(_input.AsSpan(_length));
        _length += part.Length;
    }

    /// <inheritdoc/>
    public override void Finish(Span<byte> output)
    {
        _mac.Compute(new AuthenticatedBytes(default, default, _input.AsSpan(0, _length), default), output[..KeyLength]);
        EraseInput();
    }

    /// <inheritdoc/>
    protected override void EraseKey()
    {
        EraseInput();
        _mac.Dispose();
    }

    private void EraseInput()
    {
        CryptographicOperations.ZeroMemory(_input.AsSpan(0, _length));
        _length = 0;
    }

    /// <summary>
    /// A key of another length is its own MAC under the zero key (RFC 4615 §3); XCBC pads a shorter one with zeros instead
    /// (RFC 4434 §2).
    /// </summary>
    private static void Fit(IntegrityKeyFactory expand, bool padsShortKeys, ReadOnlySpan<byte> key, Span<byte> fitted)
    {
        if (key.Length == KeyLength || (padsShortKeys && key.Length < KeyLength))
        {
            key.CopyTo(fitted);
            return;
        }

        using IntegrityKey zero = expand(fitted);
        zero.Compute(new AuthenticatedBytes(default, default, key, default), fitted);
    }
}
