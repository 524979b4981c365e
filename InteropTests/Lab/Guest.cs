using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Pipeline.InteropTests.Lab;

/// <summary>A running Linux guest with the kernel's own ESP and AH, in its own network namespace (guest.sh).</summary>
public sealed class Guest : IDisposable
{
    private const string ReadyMark = "@@READY";
    private const string ExitCodeMark = "@@RC ";
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<string> _console = [];
    private readonly Process _process;

    private Guest(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _console.Add(line.Data ?? "(console closed)");
        process.ErrorDataReceived += (_, line) => _console.Add(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process in whose network namespace the tap device to the guest lives.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a guest and waits until it takes commands.</summary>
    /// <param name="labDirectory">Where guest.sh is.</param>
    /// <param name="stateDirectory">An empty directory that the guest may use, not below /run.</param>
    public static Guest Boot(string labDirectory, string stateDirectory)
    {
        string script = Path.Combine(labDirectory, "guest.sh");
        var guest = new Guest(Process.Start(new ProcessStartInfo("sh", [script, stateDirectory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        try
        {
            guest.ReadUntil(ReadyMark, BootLimit);
            return guest;
        }
        catch
        {
            guest.Dispose();
            throw;
        }
    }

    /// <summary>Runs one shell command in the guest.</summary>
    /// <param name="command">One line of at most 4,000 characters, the limit of a console line.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public string Run(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        (string output, string mark) = ReadUntil(ExitCodeMark, CommandLimit);
        return mark == ExitCodeMark + "0"
            ? output
            : throw new InvalidOperationException($"the guest refused: {command}\n{output}{mark}");
    }

    /// <summary>The kernel's counters of IPsec errors that are not zero, by name.</summary>
    public IReadOnlyDictionary<string, long> ErrorCounters()
    {
        // Without an external program: each one costs 50 ms here.
        string[] lines = Run("while read -r line; do echo \"$line\"; done </proc/net/xfrm_stat")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2 && words[1] != "0")
            .ToDictionary(words => words[0], words => long.Parse(words[1]));
    }

    /// <summary>Ends the guest; its tap device and its namespaces end with it.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(3));
        }

        _process.Dispose();
        _console.Dispose();
    }

    private (string Output, string Mark) ReadUntil(string mark, TimeSpan limit)
    {
        var output = new StringBuilder();
        var clock = Stopwatch.StartNew();
        while (limit - clock.Elapsed is { Ticks: > 0 } left && _console.TryTake(out string? line, left))
        {
            line = line.TrimEnd('\r');
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                return (output.ToString(), line);
            }

            output.Append(line).Append('\n');
        }

        throw new TimeoutException($"the guest did not say \"{mark}\" in {limit.TotalSeconds} s:\n{output}");
    }
}
