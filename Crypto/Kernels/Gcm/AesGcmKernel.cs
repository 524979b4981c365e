using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>AES-GCM (NIST SP 800-38D) on one instruction set, or by one native library.</summary>
/// <remarks>
/// Batch first: one virtual call for all jobs of a batch. All keys of one batch have the same length, because they belong
/// to the same suite. A kernel holds no key and no state. No time depends on a key, a text or a tag, only on lengths.
/// </remarks>
internal abstract unsafe class AesGcmKernel
{
    /// <summary>Bytes of nonce: 4 of salt and 8 of IV in IPsec (RFC 4106 §4).</summary>
    internal const int NonceLength = 12;

    /// <summary>Bytes of a block, and of a whole tag.</summary>
    internal const int BlockLength = 16;

    /// <summary>The name of the set that it belongs to.</summary>
    internal abstract string Name { get; }

    /// <summary>Bytes that an expanded key takes, whatever the length of the key.</summary>
    internal abstract int MaterialLength { get; }

    /// <summary>Expands a key.</summary>
    /// <param name="key">An AES key of 16, 24 or 32 bytes.</param>
    /// <param name="material">Takes <see cref="MaterialLength"/> bytes, 64-byte aligned.</param>
    internal abstract void ExpandKey(ReadOnlySpan<byte> key, byte* material);

    /// <summary>Begins to fetch what a text of this length needs of an expanded key; a hint.</summary>
    /// <param name="material">The expanded key.</param>
    /// <param name="keyLength">Bytes of AES key.</param>
    /// <param name="textLength">Bytes of text.</param>
    internal abstract void Fetch(byte* material, int keyLength, int textLength);

    /// <summary>Encrypts packets (RFC 4106) as <see cref="PacketTransform.Seal"/> wants it; keys are <see cref="AesGcmKey"/>.</summary>
    /// <param name="jobs">Packets.</param>
    /// <param name="keyLength">Bytes of AES key: 16, 24 or 32.</param>
    /// <param name="icvLength">Bytes of ICV: 8, 12 or 16.</param>
    internal abstract void Seal(Span<SealJob> jobs, int keyLength, int icvLength);

    /// <summary>Verifies and decrypts packets as <see cref="PacketTransform.Open"/> wants it; what is forged is zeroed.</summary>
    /// <param name="jobs">Packets.</param>
    /// <param name="keyLength">Bytes of AES key: 16, 24 or 32.</param>
    /// <param name="icvLength">Bytes of ICV: 8, 12 or 16.</param>
    internal abstract void Open(Span<OpenJob> jobs, int keyLength, int icvLength);

    /// <summary>Marks packets with AES-GMAC (RFC 4543) as <see cref="PacketTransform.Seal"/> wants it; keys are <see cref="AesGcmKey"/>.</summary>
    /// <param name="jobs">Packets, whose texts are read only; their ICVs are whole tags.</param>
    /// <param name="keyLength">Bytes of AES key: 16, 24 or 32.</param>
    /// <param name="isAh">True for AH, false for ESP: they authenticate the IV and an extended number differently.</param>
    internal abstract void SealGmac(Span<SealJob> jobs, int keyLength, bool isAh);

    /// <summary>Verifies the marks of <see cref="SealGmac"/>.</summary>
    /// <param name="jobs">Packets, whose texts are read only; their ICVs are whole tags.</param>
    /// <param name="keyLength">Bytes of AES key: 16, 24 or 32.</param>
    /// <param name="isAh">True for AH, false for ESP.</param>
    internal abstract void OpenGmac(Span<OpenJob> jobs, int keyLength, bool isAh);

    /// <summary>Encrypts one text in place, for published vectors.</summary>
    /// <param name="key">The key; its salt is not used.</param>
    /// <param name="nonce"><see cref="NonceLength"/> bytes.</param>
    /// <param name="associated">Authenticated only; any length.</param>
    /// <param name="text">Encrypted in place; any length.</param>
    /// <param name="tag">Takes the whole tag: <see cref="BlockLength"/> bytes.</param>
    internal abstract void Encrypt(
        AesGcmKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag);
}
