using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>The ICV of a packet: the first 8, 12 or 16 bytes of a tag (RFC 4106 §6), and no byte beyond them touched.</summary>
internal static unsafe class Icv
{
    /// <summary>Writes the first bytes of a tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(byte* icv, Vector128<byte> tag, int length)
    {
        if (length == AesGcmKernel.BlockLength)
        {
            tag.Store(icv);
            return;
        }

        Unsafe.WriteUnaligned(icv, tag.AsUInt64().ToScalar());
        if (length > sizeof(ulong))
        {
            Unsafe.WriteUnaligned(icv + sizeof(ulong), tag.AsUInt32().GetElement(2));
        }
    }

    /// <summary>Compares all bytes at once, so that the time tells nothing about them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Matches(byte* icv, Vector128<byte> tag, int length)
    {
        if (length == AesGcmKernel.BlockLength)
        {
            return Vector128.Load(icv) == tag;
        }

        ulong difference = Unsafe.ReadUnaligned<ulong>(icv) ^ tag.AsUInt64().ToScalar();
        if (length > sizeof(ulong))
        {
            difference |= Unsafe.ReadUnaligned<uint>(icv + sizeof(ulong)) ^ tag.AsUInt32().GetElement(2);
        }

        return difference == 0;
    }
}
