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

    /// <summary>Fetches the line that an object's first field is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Front(object target) => Line(ref Unsafe.As<FirstByte>(target).Value);

    /// <summary>Fetches an object, wherever in a line it begins.</summary>
    /// <param name="target">The object.</param>
    /// <param name="fieldsLength">Bytes of its fields: a constant at every caller.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Object(object target, int fieldsLength)
    {
        ref byte start = ref Unsafe.As<FirstByte>(target).Value;
        for (int offset = 0; offset < fieldsLength; offset += LineLength)
        {
            Line(ref Unsafe.AddByteOffset(ref start, offset));
        }

        // Where the object begins late in its line it ends in one line more.
        Line(ref Unsafe.AddByteOffset(ref start, fieldsLength - 1));
    }

    /// <summary>Gives the address of an object's first field, whatever the object is.</summary>
    private sealed class FirstByte
    {
        public byte Value;
    }
}
