using Pipeline.Crypto.Kernels.Gcm;

namespace Pipeline.Crypto.Transforms;

/// <summary>AES-GMAC (RFC 4543): GCM that encrypts nothing, as an ESP algorithm or as the integrity of AH.</summary>
/// <remarks>
/// What is authenticated, as the associated data of GCM:
/// <code>
/// ESP   SPI | sequence (32 or 64 bits) | IV | text                        RFC 4543 §3.3
/// AH    IP and AH headers, IV and ICV zero in them | payload | high 32    RFC 4543 §4, RFC 4302 §3.3.3
/// </code>
/// </remarks>
internal sealed class AesGmacTransform : PacketTransform
{
    private const int SaltLength = 4;
    private const int NonceLength = AesGcmKernel.NonceLength;

    private readonly AesGcmKernel _kernel;
    private readonly bool _isAh;
    private readonly int _keyLength;

    private AesGmacTransform(string name, int keyLength, bool isAh, AesGcmKernel kernel)
    {
        _kernel = kernel;
        Name = name;
        _keyLength = keyLength;
        _isAh = isAh;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int EncryptionKeyLength => _isAh ? 0 : _keyLength;

    /// <inheritdoc/>
    public override int IntegrityKeyLength => _isAh ? _keyLength : 0;

    /// <inheritdoc/>
    public override int IvLength => NonceLength - SaltLength;

    /// <inheritdoc/>
    public override int IcvLength => 16;

    /// <inheritdoc/>
    public override int BlockLength => 4;

    /// <summary>For ESP: ENCR_NULL_AUTH_AES_GMAC.</summary>
    internal static AesGmacTransform ForEsp(EncryptionAlgorithm algorithm, AesGcmKernel kernel) =>
        new(algorithm.Name, algorithm.KeyLength, isAh: false, kernel);

    /// <summary>For AH: AUTH_AES_*_GMAC.</summary>
    internal static AesGmacTransform ForAh(IntegrityAlgorithm algorithm, AesGcmKernel kernel) =>
        new(algorithm.Name, algorithm.KeyLength, isAh: true, kernel);

    /// <inheritdoc/>
    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        KeyLengths.Check(this, encryptionKey, integrityKey);
        ReadOnlySpan<byte> key = _isAh ? integrityKey : encryptionKey;
        return new AesGcmKey(_kernel, key[..^SaltLength], key[^SaltLength..]);
    }

    /// <inheritdoc/>
    public override void Seal(Span<SealJob> jobs) => _kernel.SealGmac(jobs, _keyLength - SaltLength, _isAh);

    /// <inheritdoc/>
    public override void Open(Span<OpenJob> jobs) => _kernel.OpenGmac(jobs, _keyLength - SaltLength, _isAh);
}
