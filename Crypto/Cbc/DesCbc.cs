using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Cbc;

/// <summary>DES-CBC and 3DES-CBC, for legacy peers only.</summary>
/// <remarks>
/// Through BouncyCastle: the platform may lack DES (OpenSSL 3 without its legacy provider), and .NET throws for weak keys.
/// </remarks>
internal sealed class DesCbc : CbcCipher
{
    private const int DesLength = 8;

    private readonly bool _isTriple;
    private readonly IBlockCipher _encryptor;
    private readonly IBlockCipher _decryptor;

    /// <summary>Expands a key.</summary>
    /// <param name="key">8 bytes for DES, 24 for 3DES; parity is ignored.</param>
    internal DesCbc(ReadOnlySpan<byte> key)
        : base(DesLength)
    {
        _isTriple = key.Length != DesLength;
        _encryptor = _isTriple ? new DesEdeEngine() : new DesEngine();
        _decryptor = _isTriple ? new DesEdeEngine() : new DesEngine();
        Expand(key);
    }

    /// <inheritdoc/>
    private protected override void EncryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv)
    {
        ReadOnlySpan<byte> previous = iv;
        for (int offset = 0; offset < text.Length; offset += DesLength)
        {
            Span<byte> block = text.Slice(offset, DesLength);
            ByteXor.Combine(block, previous, block);
            _encryptor.ProcessBlock(block, block);
            previous = block;
        }
    }

    /// <inheritdoc/>
    private protected override void DecryptBlocks(Span<byte> text, ReadOnlySpan<byte> iv)
    {
        // From the last block to the first, so that the ciphertext in front of each is still there.
        for (int offset = text.Length - DesLength; offset >= 0; offset -= DesLength)
        {
            Span<byte> block = text.Slice(offset, DesLength);
            _decryptor.ProcessBlock(block, block);
            ByteXor.Combine(block, offset == 0 ? iv : text.Slice(offset - DesLength, DesLength), block);
        }
    }

    /// <inheritdoc/>
    // BouncyCastle cannot erase a key schedule; a schedule for the zero key takes its place.
    private protected override void EraseKey() => Expand(stackalloc byte[_isTriple ? 3 * DesLength : DesLength]);

    private void Expand(ReadOnlySpan<byte> key)
    {
        KeyParameter parameter = _isTriple ? new DesEdeParameters(key.ToArray()) : new DesParameters(key.ToArray());
        _encryptor.Init(forEncryption: true, parameter);
        _decryptor.Init(forEncryption: false, parameter);
    }
}
