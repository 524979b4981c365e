using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms.Aead;
using Pipeline.Crypto.Transforms.Blocks;

namespace Pipeline.Crypto.Transforms;

/// <summary>ESP with a combined algorithm that only encrypts one message at a time: AES-CCM (RFC 4309).</summary>
internal sealed unsafe class AeadTransform(EncryptionAlgorithm algorithm, AeadKeyFactory expand) : PacketTransform
{
    private const int LongestNonce = 12;

    /// <inheritdoc/>
    public override string Name => algorithm.Name;

    /// <inheritdoc/>
    public override int EncryptionKeyLength => algorithm.KeyLength;

    /// <inheritdoc/>
    public override int IntegrityKeyLength => 0;

    /// <inheritdoc/>
    public override int IvLength => algorithm.IvLength;

    /// <inheritdoc/>
    public override int IcvLength => algorithm.IcvLength;

    /// <inheritdoc/>
    public override int BlockLength => algorithm.BlockLength;

    /// <inheritdoc/>
    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        KeyLengths.Check(this, encryptionKey, integrityKey);
        return new SaltedKey(expand(encryptionKey[..^algorithm.SaltLength]), encryptionKey[^algorithm.SaltLength..]);
    }

    /// <inheritdoc/>
    public override void Seal(Span<SealJob> jobs)
    {
        Span<byte> nonceBuffer = stackalloc byte[LongestNonce];
        byte* extended = stackalloc byte[ExtendedHeader.Length];
        foreach (ref SealJob job in jobs)
        {
            var key = (SaltedKey)job.Key;

            // The sequence number is the IV: it cannot repeat under one key, and no more is asked (RFC 4106 §3.1).
            Span<byte> iv = job.Packet.AsSpan(job.IvOffset, IvLength);
            BinaryPrimitives.WriteUInt64BigEndian(iv, job.Sequence);

            Span<byte> text = job.Packet.AsSpan(job.TextOffset, job.TextLength);
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            if (job.ExtendedSequence)
            {
                ExtendedHeader.Write(extended, header, job.Sequence);
            }

            key.Cipher.Encrypt(
                key.WriteNonce(nonceBuffer, iv),
                text,
                text,
                job.Packet.AsSpan(job.IcvOffset, IcvLength),
                job.ExtendedSequence ? new(extended, ExtendedHeader.Length) : new(header, job.AssociatedLength));
        }
    }

    /// <inheritdoc/>
    public override void Open(Span<OpenJob> jobs)
    {
        Span<byte> nonceBuffer = stackalloc byte[LongestNonce];
        byte* extended = stackalloc byte[ExtendedHeader.Length];
        Span<byte> expected = stackalloc byte[IcvLength];
        foreach (ref OpenJob job in jobs)
        {
            var key = (SaltedKey)job.Key;
            ReadOnlySpan<byte> nonce = key.WriteNonce(nonceBuffer, job.Packet.AsSpan(job.IvOffset, IvLength));
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            if (job.ExtendedSequence)
            {
                ExtendedHeader.Write(extended, header, job.Sequence);
            }

            ReadOnlySpan<byte> associated =
                job.ExtendedSequence ? new(extended, ExtendedHeader.Length) : new(header, job.AssociatedLength);
            Span<byte> text = job.Packet.AsSpan(job.TextOffset, job.TextLength);
            Span<byte> plaintext = Scratch.Plaintext(text.Length).AsSpan(0, text.Length);

            key.Cipher.Encrypt(nonce, text, plaintext, expected, default);

            // Encrypts back onto the ciphertext, which therefore does not change, and gives the tag it should have.
            key.Cipher.Encrypt(nonce, plaintext, text, expected, associated);
            job.Authentic = CryptographicOperations.FixedTimeEquals(
                expected, job.Packet.AsSpan(job.IcvOffset, IcvLength));
            if (job.Authentic)
            {
                plaintext.CopyTo(text);
            }
        }
    }
}
