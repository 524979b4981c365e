using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Blocks;
using Pipeline.Crypto.Transforms.Ciphers;
using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.Transforms;

/// <summary>
/// A cipher and an integrity algorithm, composed: encrypt, then authenticate the ciphertext (RFC 4303 §3.3.2). With
/// the NULL cipher it authenticates only, which is also all that AH does.
/// </summary>
internal sealed class EncryptThenMacTransform : PacketTransform
{
    private readonly EncryptionAlgorithm? _encryption;
    private readonly IntegrityAlgorithm _integrity;
    private readonly CipherKeyFactory _expandCipherKey;
    private readonly IntegrityKeyFactory _expandIntegrityKey;

    private EncryptThenMacTransform(
        EncryptionAlgorithm? encryption,
        IntegrityAlgorithm integrity,
        CipherKeyFactory expandCipherKey,
        IntegrityKeyFactory expandIntegrityKey)
    {
        _encryption = encryption;
        _integrity = integrity;
        _expandCipherKey = expandCipherKey;
        _expandIntegrityKey = expandIntegrityKey;
        Name = encryption is null ? integrity.Name : $"{encryption.Name}+{integrity.Name}";
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int EncryptionKeyLength => _encryption?.KeyLength ?? 0;

    /// <inheritdoc/>
    public override int IntegrityKeyLength => _integrity.KeyLength;

    /// <inheritdoc/>
    public override int IvLength => _encryption?.IvLength ?? 0;

    /// <inheritdoc/>
    public override int IcvLength => _integrity.IcvLength;

    /// <inheritdoc/>
    public override int BlockLength => _encryption?.BlockLength ?? 4;

    /// <summary>For ESP.</summary>
    internal static EncryptThenMacTransform ForEsp(
        EncryptionAlgorithm encryption,
        CipherKeyFactory cipher,
        IntegrityAlgorithm integrity,
        IntegrityKeyFactory mac) =>
        new(encryption, integrity, cipher, mac);

    /// <summary>For AH: the integrity algorithm alone.</summary>
    internal static EncryptThenMacTransform ForAh(IntegrityAlgorithm integrity, IntegrityKeyFactory mac) =>
        new(encryption: null, integrity, _ => new NullCipherKey(), mac);

    /// <inheritdoc/>
    public override PacketKey CreateKey(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        KeyLengths.Check(this, encryptionKey, integrityKey);
        return new KeyPair(_expandCipherKey(encryptionKey), _expandIntegrityKey(integrityKey));
    }

    /// <inheritdoc/>
    public override void Seal(Span<SealJob> jobs)
    {
        Span<byte> high = stackalloc byte[sizeof(uint)];
        foreach (ref SealJob job in jobs)
        {
            var keys = (KeyPair)job.Key;
            keys.Cipher.Seal(in job);

            BinaryPrimitives.WriteUInt32BigEndian(high, (uint)(job.Sequence >> 32));
            var covered = new AuthenticatedBytes(
                job.Associated.AsSpan(job.AssociatedOffset, job.AssociatedLength),
                job.Packet.AsSpan(job.IvOffset, IvLength),
                job.Packet.AsSpan(job.TextOffset, job.TextLength),
                job.ExtendedSequence ? high : default);
            keys.Integrity.Compute(covered, job.Packet.AsSpan(job.IcvOffset, IcvLength));
        }
    }

    /// <inheritdoc/>
    public override void Open(Span<OpenJob> jobs)
    {
        Span<byte> high = stackalloc byte[sizeof(uint)];
        Span<byte> expected = stackalloc byte[IcvLength];
        foreach (ref OpenJob job in jobs)
        {
            var keys = (KeyPair)job.Key;
            BinaryPrimitives.WriteUInt32BigEndian(high, (uint)(job.Sequence >> 32));
            var covered = new AuthenticatedBytes(
                job.Associated.AsSpan(job.AssociatedOffset, job.AssociatedLength),
                job.Packet.AsSpan(job.IvOffset, IvLength),
                job.Packet.AsSpan(job.TextOffset, job.TextLength),
                job.ExtendedSequence ? high : default);
            keys.Integrity.Compute(covered, expected);

            // A cipher of blocks can only open whole ones; a sender of anything else is broken or forging.
            job.Authentic = CryptographicOperations.FixedTimeEquals(
                expected, job.Packet.AsSpan(job.IcvOffset, IcvLength)) && IsWholeBlocks(job.TextLength);
            if (job.Authentic)
            {
                keys.Cipher.Open(in job);
            }
        }
    }

    // The NULL cipher's 4 bytes are ESP's alignment, not a need of the cipher; AH has no alignment of the text at all.
    private bool IsWholeBlocks(int textLength) => BlockLength <= 4 || textLength % BlockLength == 0;

    private sealed class KeyPair(CipherKey cipher, IntegrityKey integrity) : PacketKey
    {
        internal CipherKey Cipher { get; } = cipher;

        internal IntegrityKey Integrity { get; } = integrity;

        protected override void EraseKeys()
        {
            Cipher.Dispose();
            Integrity.Dispose();
        }
    }
}
