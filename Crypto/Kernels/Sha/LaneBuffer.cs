using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>Small copies into the buffer of a lane, without the calls that the general ones are.</summary>
internal static unsafe class LaneBuffer
{
    /// <summary>Writes zeros.</summary>
    /// <param name="buffer">Where.</param>
    /// <param name="length">Bytes: a multiple of 64.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Zero(byte* buffer, int length)
    {
        for (int done = 0; done < length; done += 64)
        {
            Vector256<byte>.Zero.Store(buffer + done);
            Vector256<byte>.Zero.Store(buffer + done + 32);
        }
    }

    /// <summary>Copies a few hundred bytes at most: not one too many is read or written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(byte* buffer, byte* source, int length)
    {
        for (; length >= 32; length -= 32, buffer += 32, source += 32)
        {
            Vector256.Load(source).Store(buffer);
        }

        if ((length & 16) != 0)
        {
            Vector128.Load(source).Store(buffer);
            buffer += 16;
            source += 16;
        }

        if ((length & 8) != 0)
        {
            Unsafe.WriteUnaligned(buffer, Unsafe.ReadUnaligned<ulong>(source));
            buffer += 8;
            source += 8;
        }

        if ((length & 4) != 0)
        {
            Unsafe.WriteUnaligned(buffer, Unsafe.ReadUnaligned<uint>(source));
            buffer += 4;
            source += 4;
        }

        // ESP is aligned to 4 bytes (RFC 4303 §2.4); what AH covers need not be.
        for (length &= 3; length != 0; length--)
        {
            *buffer++ = *source++;
        }
    }
}
