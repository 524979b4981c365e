using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Engine.Packets;

/// <summary>Hints that memory is about to be read, so that the misses of a whole batch overlap.</summary>
/// <remarks>Never faults, changes nothing, and does nothing on processors without such an instruction here.</remarks>
internal static class Prefetch
{
    private const int LineLength = 64;

    /// <summary>Fetches the cache line that a field or element begins in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }
    }

    /// <summary>Fetches the first lines of an object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="lines">How many; more than it has is a waste and no harm.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Object(object target, int lines)
    {
        ref byte start = ref Unsafe.As<FirstByte>(target).Value;
        for (int line = 0; line < lines; line++)
        {
            Line(ref Unsafe.AddByteOffset(ref start, line * LineLength));
        }
    }

    /// <summary>Gives the address of an object's first field, whatever the object is.</summary>
    private sealed class FirstByte
    {
        public byte Value;
    }
}
