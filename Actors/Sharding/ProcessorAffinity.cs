using System.Runtime.InteropServices;

namespace Pipeline.Actors.Sharding;

/// <summary>Binds the calling thread to one processor: the one home of that system call.</summary>
/// <remarks>
/// Linux only (sched_setaffinity(2)). Elsewhere a thread stays where the scheduler puts it, and its status shows no processor.
/// Threads that a bound thread starts are not bound: the runtime gives every new thread the affinity of the process.
/// </remarks>
internal static class ProcessorAffinity
{
    /// <summary>Processors that a mask has a bit for: as many as glibc's cpu_set_t.</summary>
    private const int MaskBits = 1024;

    /// <summary>In place of a processor: the scheduler decides.</summary>
    public const int None = -1;

    /// <summary>The processor for one of several threads: the list is dealt out in turn; <see cref="None"/> when it is empty.</summary>
    public static int Of(int thread, IReadOnlyList<int> processors) =>
        processors.Count == 0 ? None : processors[thread % processors.Count];

    /// <summary>Proves, on a thread of its own, that threads of this process can be bound to each of these processors.</summary>
    /// <param name="option">The option that names them, for the message.</param>
    /// <param name="processors">Numbers of processors, as the system counts them.</param>
    /// <exception cref="InvalidOperationException">There is no such processor, or it is denied to the process.</exception>
    public static void Check(string option, IReadOnlyList<int> processors)
    {
        if (processors.Count == 0 || !OperatingSystem.IsLinux())
        {
            return;
        }

        int refused = None;
        bool isRefused = false;
        var probe = new Thread(() =>
        {
            foreach (int processor in processors)
            {
                if (!TryBind(processor))
                {
                    (refused, isRefused) = (processor, true);
                    return;
                }
            }
        });
        probe.Start();
        probe.Join();
        if (isRefused)
        {
            throw new InvalidOperationException(
                $"{option}: there is no processor {refused}, or this process may not use it; write numbers from those that "
                + $"\"taskset -p\" shows, of which there are {Environment.ProcessorCount}, or [] to let the scheduler decide.");
        }
    }

    /// <summary>Binds the calling thread.</summary>
    /// <param name="processor">The processor, or <see cref="None"/>.</param>
    /// <returns>False, and nothing changed, for <see cref="None"/>, for a processor that is not there, and where this does not exist.</returns>
    public static bool TryBind(int processor)
    {
        if (processor is < 0 or >= MaskBits || !OperatingSystem.IsLinux())
        {
            return false;
        }

        ulong[] mask = new ulong[MaskBits / 64];
        mask[processor / 64] = 1UL << (processor % 64);
        const int CallingThread = 0;
        return SetAffinity(CallingThread, MaskBits / 8, mask) == 0;
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAffinity(int thread, nuint maskLength, ulong[] mask);
}
