using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.Gcm.Native;

/// <summary>Intel's ipsec-mb where it is installed: VAES at 512 bits, which .NET 10 cannot say. Never required.</summary>
/// <remarks>
/// Texts under <see cref="ShortestText"/> bytes go to the managed kernel, which is faster there: the library takes up to twice as
/// long. An expanded key is therefore both, that of the managed kernel first.
/// </remarks>
internal sealed unsafe class AesGcmIpsecMb : AesGcmKernel
{
    /// <summary>Bytes of text from which on the library is faster than <see cref="AesGcmAvx512"/>: measured on Zen 4.</summary>
    internal const int ShortestText = 448;

    private const int CacheLine = 64;

    private readonly AesGcmCoreKernel<AesGcmAvx512> _short = new();

    /// <inheritdoc/>
    internal override string Name => "ipsec-mb";

    /// <summary>True when the library is there with all that is asked of it, and this machine can run it.</summary>
    internal static bool IsSupported => IpsecMbLibrary.IsSupported;

    /// <inheritdoc/>
    internal override int MaterialLength => NativeOffset + IpsecMbLibrary.KeyLength;

    private int NativeOffset => (_short.MaterialLength + CacheLine - 1) & ~(CacheLine - 1);

    /// <inheritdoc/>
    internal override void ExpandKey(ReadOnlySpan<byte> key, byte* material)
    {
        _short.ExpandKey(key, material);
        fixed (byte* start = key)
        {
            IpsecMbLibrary.For(key.Length).Expand(start, material + NativeOffset);
        }
    }

    /// <inheritdoc/>
    internal override void Fetch(byte* material, int keyLength, int textLength)
    {
        if (textLength < ShortestText)
        {
            _short.Fetch(material, keyLength, textLength);
        }
        else
        {
            CacheLines.Fetch(material + NativeOffset, IpsecMbLibrary.KeyLength);
        }
    }

    /// <inheritdoc/>
    internal override void Seal(Span<SealJob> jobs, int keyLength, int icvLength)
    {
        while (!jobs.IsEmpty)
        {
            int count = CountAlike<SealJob>(jobs, out bool areShort);
            if (areShort)
            {
                _short.Seal(jobs[..count], keyLength, icvLength);
            }
            else
            {
                SealLong(jobs[..count], IpsecMbLibrary.For(keyLength), icvLength);
            }

            jobs = jobs[count..];
        }
    }

    /// <inheritdoc/>
    internal override void Open(Span<OpenJob> jobs, int keyLength, int icvLength)
    {
        while (!jobs.IsEmpty)
        {
            int count = CountAlike<OpenJob>(jobs, out bool areShort);
            if (areShort)
            {
                _short.Open(jobs[..count], keyLength, icvLength);
            }
            else
            {
                OpenLong(jobs[..count], IpsecMbLibrary.For(keyLength), icvLength);
            }

            jobs = jobs[count..];
        }
    }

    /// <inheritdoc/>
    internal override void SealGmac(Span<SealJob> jobs, int keyLength, bool isAh) => _short.SealGmac(jobs, keyLength, isAh);

    /// <inheritdoc/>
    internal override void OpenGmac(Span<OpenJob> jobs, int keyLength, bool isAh) => _short.OpenGmac(jobs, keyLength, isAh);

    /// <inheritdoc/>
    /// <remarks>By the library whenever there is text, so that published vectors run on it though they are short.</remarks>
    internal override void Encrypt(
        AesGcmKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag)
    {
        if (text.IsEmpty)
        {
            _short.Encrypt(key, nonce, associated, text, tag);
            return;
        }

        byte none = 0;
        byte* context = stackalloc byte[IpsecMbLibrary.ContextLength];
        fixed (byte* nonceStart = nonce, textStart = text, tagStart = tag, associatedStart = associated)
        {
            byte* header = associated.IsEmpty ? &none : associatedStart;
            IpsecMbLibrary.For(key.KeyLength).Encrypt(
                key.Material + NativeOffset, context, textStart, text.Length, nonceStart, header, associated.Length, tagStart,
                BlockLength);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(context, IpsecMbLibrary.ContextLength));
    }

    [SkipLocalsInit]
    private void SealLong(Span<SealJob> jobs, IpsecMbLibrary library, int icvLength)
    {
        byte* context = stackalloc byte[IpsecMbLibrary.ContextLength];
        byte* nonce = stackalloc byte[BlockLength];
        byte* extendedHeader = stackalloc byte[BlockLength];
        foreach (ref SealJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            int headerLength = job.AssociatedLength;

            // The sequence number is the IV: it cannot repeat under one key, and no more is asked (RFC 4106 §3.1).
            ulong iv = BinaryPrimitives.ReverseEndianness(job.Sequence);
            Unsafe.WriteUnaligned(packet + job.IvOffset, iv);
            WriteNonce(nonce, key.Salt, iv);
            if (job.ExtendedSequence)
            {
                ExtendedHeader.Write(extendedHeader, header, job.Sequence);
                header = extendedHeader;
                headerLength = ExtendedHeader.Length;
            }

            library.Encrypt(
                key.Material + NativeOffset, context, packet + job.TextOffset, job.TextLength, nonce, header, headerLength,
                packet + job.IcvOffset, icvLength);
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(context, IpsecMbLibrary.ContextLength));
    }

    [SkipLocalsInit]
    private void OpenLong(Span<OpenJob> jobs, IpsecMbLibrary library, int icvLength)
    {
        byte* context = stackalloc byte[IpsecMbLibrary.ContextLength];
        byte* nonce = stackalloc byte[BlockLength];
        byte* extendedHeader = stackalloc byte[BlockLength];
        byte* tag = stackalloc byte[BlockLength];
        foreach (ref OpenJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            int headerLength = job.AssociatedLength;
            WriteNonce(nonce, key.Salt, Unsafe.ReadUnaligned<ulong>(packet + job.IvOffset));
            if (job.ExtendedSequence)
            {
                ExtendedHeader.Write(extendedHeader, header, job.Sequence);
                header = extendedHeader;
                headerLength = ExtendedHeader.Length;
            }

            library.Decrypt(
                key.Material + NativeOffset, context, packet + job.TextOffset, job.TextLength, nonce, header, headerLength,
                tag, BlockLength);
            job.Authentic = FixedTime.AreEqual(packet + job.IcvOffset, Vector128.Load(tag), icvLength);
            if (!job.Authentic)
            {
                // The library decrypts in one pass, before there is a verdict.
                job.Packet.AsSpan(job.TextOffset, job.TextLength).Clear();
            }
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(context, IpsecMbLibrary.ContextLength));
    }

    private static void WriteNonce(byte* nonce, uint salt, ulong iv)
    {
        Unsafe.WriteUnaligned(nonce, salt);
        Unsafe.WriteUnaligned(nonce + sizeof(uint), iv);
    }

    /// <summary>How many jobs from the first on go the same way, and which.</summary>
    private static int CountAlike<TJob>(ReadOnlySpan<TJob> jobs, out bool areShort)
        where TJob : struct, ITextJob
    {
        areShort = jobs[0].TextLength < ShortestText;
        int count = 1;
        while (count < jobs.Length && jobs[count].TextLength < ShortestText == areShort)
        {
            count++;
        }

        return count;
    }
}
