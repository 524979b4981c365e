using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.LoadTests.Rig.Native;

/// <summary>A hardware counter of Linux's perf_event_open(2), for the calling thread, user mode only.</summary>
internal sealed unsafe partial class PerformanceCounter
{
    private const int AttributeLength = 64; // PERF_ATTR_SIZE_VER0
    private const int SizeOffset = 4;
    private const int FlagsOffset = 40;
    private const ulong ExcludeKernelAndHypervisor = (1UL << 5) | (1UL << 6);

    private readonly SafeFileHandle _handle;

    private PerformanceCounter(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens the cycle counter.</summary>
    /// <returns>Null when the system has none or does not allow it.</returns>
    public static PerformanceCounter? TryOpenCycles()
    {
        long number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 298,
            Architecture.Arm64 => 241,
            _ => -1,
        };
        if (!OperatingSystem.IsLinux() || number < 0)
        {
            return null;
        }

        // Type 0 (hardware), event 0 (cycles): only size and flags are not zero.
        byte* attribute = stackalloc byte[AttributeLength];
        new Span<byte>(attribute, AttributeLength).Clear();
        *(uint*)(attribute + SizeOffset) = AttributeLength;
        *(ulong*)(attribute + FlagsOffset) = ExcludeKernelAndHypervisor;
        long descriptor = OpenEvent(number, attribute, thread: 0, processor: -1, group: -1, flags: 0);
        if (descriptor < 0)
        {
            return null;
        }

        var counter = new PerformanceCounter(new SafeFileHandle((nint)descriptor, ownsHandle: true));
        return counter.Read() > 0 ? counter : null;
    }

    /// <summary>Cycles so far.</summary>
    public long Read()
    {
        long value;
        return ReadFile((int)_handle.DangerousGetHandle(), &value, sizeof(long)) == sizeof(long) ? value : 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long OpenEvent(long number, byte* attribute, int thread, int processor, int group, ulong flags);

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadFile(int descriptor, long* value, nint length);
}
