using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.AesBlocks;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>The kernel made of one <see cref="IAesGcmCore"/>: reads the jobs, writes IVs and ICVs, gives the verdicts.</summary>
internal sealed unsafe partial class AesGcmCoreKernel<TCore> : AesGcmKernel
    where TCore : struct, IAesGcmCore
{
    private const int EspHeaderLength = 8;

    /// <inheritdoc/>
    internal override string Name => TCore.Name;

    /// <inheritdoc/>
    internal override int MaterialLength => TCore.MaterialLength;

    /// <inheritdoc/>
    internal override void ExpandKey(ReadOnlySpan<byte> key, byte* material) => TCore.ExpandKey(key, material);

    /// <inheritdoc/>
    internal override void Fetch(byte* material, int keyLength, int textLength)
    {
        CacheLines.Fetch(material, AesKeySchedule.RoundKeysLength(keyLength));
        int powers = TCore.PowersOffsetFor(textLength);
        CacheLines.Fetch(material + powers, TCore.MaterialLength - powers);
    }

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, int keyLength, int icvLength)
    {
        switch (keyLength)
        {
            case 16:
                Seal<Aes128>(jobs, icvLength);
                break;
            case 24:
                Seal<Aes192>(jobs, icvLength);
                break;
            default:
                Seal<Aes256>(jobs, icvLength);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Open(Span<OpenJob> jobs, int keyLength, int icvLength)
    {
        switch (keyLength)
        {
            case 16:
                Open<Aes128>(jobs, icvLength);
                break;
            case 24:
                Open<Aes192>(jobs, icvLength);
                break;
            default:
                Open<Aes256>(jobs, icvLength);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Encrypt(
        AesGcmKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag)
    {
        fixed (byte* associatedStart = associated)
        fixed (byte* textStart = text)
        {
            Vector128<ulong> hash = AssociateOther(key.Material, associatedStart, associated.Length);
            var message = new GcmMessage(
                key.Material,
                MemoryMarshal.Read<uint>(nonce),
                MemoryMarshal.Read<ulong>(nonce[sizeof(uint)..]),
                textStart,
                text.Length,
                hash,
                associated.Length);
            Vector128<byte> whole = key.KeyLength switch
            {
                16 => TCore.Encrypt<Aes128>(ref message),
                24 => TCore.Encrypt<Aes192>(ref message),
                _ => TCore.Encrypt<Aes256>(ref message),
            };
            whole.CopyTo(tag);
        }
    }

    // Not to be inlined, and so on down to the kernels: the second compilation of the callers, which profiles bring about, would
    // take all of them in, run out of what the JIT allows for inlining, and leave single rounds of AES as calls.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Seal<TKey>(Span<SealJob> jobs, int icvLength)
        where TKey : struct, IAesKeyLength
    {
        foreach (ref SealJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            byte* material = key.Material;
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;

            // The sequence number is the IV: it cannot repeat under one key, and no more is asked (RFC 4106 §3.1).
            ulong iv = BinaryPrimitives.ReverseEndianness(job.Sequence);
            Unsafe.WriteUnaligned(packet + job.IvOffset, iv);
            var message = new GcmMessage(
                material,
                key.Salt,
                iv,
                packet + job.TextOffset,
                job.TextLength,
                Associate(material, header, job.AssociatedLength, job.Sequence, job.ExtendedSequence),
                job.ExtendedSequence ? ExtendedHeader.Length : job.AssociatedLength);
            Icv.Store(packet + job.IcvOffset, TCore.Encrypt<TKey>(ref message), icvLength);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Open<TKey>(Span<OpenJob> jobs, int icvLength)
        where TKey : struct, IAesKeyLength
    {
        foreach (ref OpenJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            byte* material = key.Material;
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            var message = new GcmMessage(
                material,
                key.Salt,
                Unsafe.ReadUnaligned<ulong>(packet + job.IvOffset),
                packet + job.TextOffset,
                job.TextLength,
                Associate(material, header, job.AssociatedLength, job.Sequence, job.ExtendedSequence),
                job.ExtendedSequence ? ExtendedHeader.Length : job.AssociatedLength);
            bool authentic = FixedTime.AreEqual(packet + job.IcvOffset, TCore.Decrypt<TKey>(ref message), icvLength);
            job.Authentic = authentic;
            if (!authentic)
            {
                // One pass over the text decrypts and hashes it, so the plaintext stands there before the verdict.
                job.Packet.AsSpan(job.TextOffset, job.TextLength).Clear();
            }
        }
    }

    /// <summary>The ESP header as it is authenticated: with all 64 bits of an extended number (RFC 4106 §5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Associate(byte* material, byte* header, int length, ulong sequence, bool extended)
    {
        if (extended)
        {
            return ExtendedHeader.ToReflectedBlock(header, sequence);
        }

        return length == EspHeaderLength
            ? Vector128.Create(0UL, BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(header)))
            : AssociateOther(material, header, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<ulong> AssociateOther(byte* material, byte* header, int length) =>
        length == 0 ? Vector128<ulong>.Zero : TCore.Absorb(material, Vector128<ulong>.Zero, header, length);
}
