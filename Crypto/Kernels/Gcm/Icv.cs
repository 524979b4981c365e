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
}
