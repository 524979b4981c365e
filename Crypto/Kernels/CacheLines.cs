using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels;

/// <summary>Hints to the processor about what will be read soon.</summary>
internal static unsafe class CacheLines
{
    private const int Length = 64;

    /// <summary>Begins to fetch memory. Never faults, and does nothing on processors without such an instruction here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fetch(byte* start, int length)
    {
        if (Sse.IsSupported)
        {
            byte* end = start + length;
            for (byte* line = (byte*)((nuint)start & ~(nuint)(Length - 1)); line < end; line += Length)
            {
                Sse.Prefetch0(line);
            }
        }
    }
}
