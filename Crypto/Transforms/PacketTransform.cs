namespace Pipeline.Crypto.Transforms;

/// <summary>
/// One suite (an encryption algorithm, an integrity algorithm, or both in one): turns the protected region of packets
/// into ciphertext plus integrity check value, and back, in place and without allocating.
/// </summary>
/// <remarks>
/// Batch first: the jobs of one call may belong to different SAs, so that a kernel with many lanes fills them.
/// An instance holds no key and no state; every SA of the suite shares it, on every thread.
/// </remarks>
public abstract class PacketTransform
{
    /// <summary>The suite's name, as configuration and logs write it: <c>aes128-gcm</c>, <c>aes128-cbc+hmac-sha256-128</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes of encryption key, salt included (RFC 4106 §8.1); 0 when nothing is encrypted.</summary>
    public abstract int EncryptionKeyLength { get; }

    /// <summary>Bytes of integrity key; 0 for combined algorithms.</summary>
    public abstract int IntegrityKeyLength { get; }

    /// <summary>Bytes of explicit IV in front of the text on the wire; 0 when there is none.</summary>
    public abstract int IvLength { get; }

    /// <summary>Bytes of integrity check value behind the text on the wire.</summary>
    public abstract int IcvLength { get; }

    /// <summary>ESP pads the text to a multiple of this many bytes: at least 4 (RFC 4303 §2.4).</summary>
    public abstract int BlockLength { get; }

    /// <summary>Expands the keys of one SA.</summary>
    /// <param name="encryptionKey"><see cref="EncryptionKeyLength"/> bytes: key, then salt; copied, the caller may erase it.</param>
    /// <param name="integrityKey"><see cref="IntegrityKeyLength"/> bytes; copied likewise.</param>
    /// <exception cref="ArgumentException">A length is not the one that the suite takes.</exception>
    public abstract PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey);

    /// <summary>Begins to fetch a key into the processor's cache; a hint, for a key that has not been used for a while.</summary>
    /// <param name="key">The <see cref="PacketKey.Memory"/> of a key of this suite.</param>
    /// <param name="textLength">Bytes of the text that it is wanted for.</param>
    public virtual void Fetch(PinnedView key, int textLength)
    {
    }

    /// <summary>Encrypts the text of every job in place and writes its IV and ICV.</summary>
    /// <remarks>The caller gives a sequence number, never a nonce: the IV follows from it and so cannot repeat.</remarks>
    public abstract void Seal(Span<SealJob> jobs);

    /// <summary>Verifies every job and decrypts the authentic ones in place; sets <see cref="OpenJob.Authentic"/>.</summary>
    /// <remarks>
    /// Never throws for a packet. The text of a job that is not authentic never holds plaintext afterwards: it is
    /// left as it came, or zeroed. ICVs are compared in constant time.
    /// </remarks>
    public abstract void Open(Span<OpenJob> jobs);
}
