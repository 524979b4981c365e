using System.Runtime.InteropServices;

namespace Pipeline.LoadTests.Rig.Native;

/// <summary>clock_gettime of Linux, for the processor time of a thread.</summary>
internal static unsafe partial class LinuxClock
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of linux/time.h.</summary>
    private const int ThreadCpuTime = 3;

    /// <summary>True on Linux.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux();

    /// <summary>Processor time of the calling thread.</summary>
    public static double ThreadNanoseconds()
    {
        TimeSpec time;
        _ = GetTime(ThreadCpuTime, &time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpec* time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
