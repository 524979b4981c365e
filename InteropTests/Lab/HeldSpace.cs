using System.Diagnostics;

namespace Pipeline.InteropTests.Lab;

/// <summary>A network namespace that lives as long as this does; it has no name, so that runs side by side never meet.</summary>
public sealed class HeldSpace : IDisposable
{
    private const string ReadyMark = "ready";

    private readonly Process _holder = Hold();

    public HeldSpace() => Space = new NetworkSpace(_holder.Id);

    /// <summary>The namespace.</summary>
    public NetworkSpace Space { get; }

    /// <summary>Ends it, with the devices in it.</summary>
    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    /// <summary>A process that keeps a namespace alive until its input ends: also when the tests are killed.</summary>
    private static Process Hold()
    {
        Process holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", $"echo {ReadyMark}; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? line = holder.StandardOutput.ReadLine();
        return line == ReadyMark ? holder : throw new InvalidOperationException($"no namespace: {line}");
    }
}
