using Pipeline.Crypto.Kernels.Gcm.Rounds;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pipeline.Crypto.Kernels.Gcm.Hash;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <content>GMAC.</content>
internal sealed unsafe partial class AesGcmCoreKernel<TCore>
{
    /// <inheritdoc/>
    internal override void SealGmac(Span<SealJob> jobs, int keyLength, bool isAh)
    {
        switch (keyLength)
        {
            case 16:
                SealGmac<Aes128>(jobs, isAh);
                break;
            case 24:
                SealGmac<Aes192>(jobs, isAh);
                break;
            default:
                SealGmac<Aes256>(jobs, isAh);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void OpenGmac(Span<OpenJob> jobs, int keyLength, bool isAh)
    {
        switch (keyLength)
        {
            case 16:
                OpenGmac<Aes128>(jobs, isAh);
                break;
            case 24:
                OpenGmac<Aes192>(jobs, isAh);
                break;
            default:
                OpenGmac<Aes256>(jobs, isAh);
                break;
        }
    }

    [SkipLocalsInit]
    private static void SealGmac<TKey>(Span<SealJob> jobs, bool isAh)
        where TKey : struct, IAesKeyLength
    {
        byte* seam = stackalloc byte[BlockLength];
        foreach (ref SealJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            var input = new GmacInput<TCore>(key.Material, seam);
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            byte* text = packet + job.TextOffset;

            // The sequence number is the IV: it cannot repeat under one key, and no more is asked (RFC 4543 §3.1).
            ulong iv = BinaryPrimitives.ReverseEndianness(job.Sequence);
            Unsafe.WriteUnaligned(packet + job.IvOffset, iv);
            if (isAh)
            {
                AddAh(ref input, header, job.AssociatedLength, text, job.TextLength, job.Sequence, job.ExtendedSequence);
            }
            else
            {
                AddEspHeader(ref input, header, job.AssociatedLength, job.Sequence, job.ExtendedSequence);
                input.Add((byte*)&iv, sizeof(ulong));
                input.Add(text, job.TextLength);
            }

            Icv.Store(packet + job.IcvOffset, input.Finish<TKey>(key.Salt, iv), BlockLength);
        }
    }

    [SkipLocalsInit]
    private static void OpenGmac<TKey>(Span<OpenJob> jobs, bool isAh)
        where TKey : struct, IAesKeyLength
    {
        byte* seam = stackalloc byte[BlockLength];
        foreach (ref OpenJob job in jobs)
        {
            var key = (AesGcmKey)job.Key;
            var input = new GmacInput<TCore>(key.Material, seam);
            byte* packet = job.Packet.Pointer;
            byte* header = job.Associated.Pointer + job.AssociatedOffset;
            byte* text = packet + job.TextOffset;
            ulong iv = Unsafe.ReadUnaligned<ulong>(packet + job.IvOffset);
            if (isAh)
            {
                AddAh(ref input, header, job.AssociatedLength, text, job.TextLength, job.Sequence, job.ExtendedSequence);
            }
            else
            {
                AddEspHeader(ref input, header, job.AssociatedLength, job.Sequence, job.ExtendedSequence);
                input.Add((byte*)&iv, sizeof(ulong));
                input.Add(text, job.TextLength);
            }

            job.Authentic = FixedTime.AreEqual(packet + job.IcvOffset, input.Finish<TKey>(key.Salt, iv), BlockLength);
        }
    }

    /// <summary>The ESP header, extended or not; IV and text stand behind it (RFC 4543 §3.3).</summary>
    [SkipLocalsInit]
    private static void AddEspHeader(ref GmacInput<TCore> input, byte* header, int headerLength, ulong sequence, bool extended)
    {
        if (!extended)
        {
            input.Add(header, headerLength);
            return;
        }

        byte* room = stackalloc byte[ExtendedHeader.Length];
        ExtendedHeader.Write(room, header, sequence);
        input.Add(room, ExtendedHeader.Length);
    }

    /// <summary>IP and AH headers, payload, and the high 32 bits of an extended number (RFC 4543 §4, RFC 4302 §3.3.3).</summary>
    private static void AddAh(
        ref GmacInput<TCore> input, byte* header, int headerLength, byte* text, int textLength, ulong sequence, bool extended)
    {
        input.Add(header, headerLength);
        input.Add(text, textLength);
        if (extended)
        {
            uint high = BinaryPrimitives.ReverseEndianness((uint)(sequence >> 32));
            input.Add((byte*)&high, sizeof(uint));
        }
    }
}
