using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Small copies into the stage of a lane, without the calls that the general ones are.</summary>
internal static unsafe class Stage
{
    /// <summary>Writes zeros.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="length">Bytes: a multiple of 64.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Zero(byte* stage, int length)
    {
        for (int done = 0; done < length; done += 64)
        {
            Vector256<byte>.Zero.Store(stage + done);
            Vector256<byte>.Zero.Store(stage + done + 32);
        }
    }

    /// <summary>Copies a few hundred bytes at most: not one too many is read or written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(byte* stage, byte* source, int length)
    {
        for (; length >= 32; length -= 32, stage += 32, source += 32)
        {
            Vector256.Load(source).Store(stage);
        }

        if ((length & 16) != 0)
        {
            Vector128.Load(source).Store(stage);
            stage += 16;
            source += 16;
        }

        if ((length & 8) != 0)
        {
            Unsafe.WriteUnaligned(stage, Unsafe.ReadUnaligned<ulong>(source));
            stage += 8;
            source += 8;
        }

        if ((length & 4) != 0)
        {
            Unsafe.WriteUnaligned(stage, Unsafe.ReadUnaligned<uint>(source));
            stage += 4;
            source += 4;
        }

        // ESP is aligned to 4 bytes (RFC 4303 §2.4); what AH covers need not be.
        for (length &= 3; length != 0; length--)
        {
            *stage++ = *source++;
        }
    }
}
