using System.CommandLine;
using System.Globalization;
using Pipeline.Engine.Sa;
using Pipeline.Gateway.Commands.Captures;
using Spectre.Console;

namespace Pipeline.Gateway.Commands;

/// <summary><c>pcap</c>: the two walks on capture files. What its two commands share.</summary>
internal static class PcapCommand
{
    /// <summary>Bytes of input from which on a person is shown how far it is.</summary>
    private const long LongInput = 8 << 20;

    /// <summary>Makes the command with its two.</summary>
    public static Command Create() =>
        new("pcap", "Protect or unprotect the packets of a capture file with static SAs, offline.")
        {
            PcapProtectCommand.Create(),
            PcapUnprotectCommand.Create(),
        };

    /// <summary>Makes one of the two.</summary>
    public static Command Create(string name, string description, SaDirection direction)
    {
        Option<string> saFile = StandardOptions.RequiredFile("--sa", "SA file, JSON (docs/CONFIGURATION.md)");
        Option<string> input = StandardOptions.RequiredFile("--in", "Capture to read: pcap or pcapng");
        Option<string> output = StandardOptions.RequiredFile("--out", "Capture to write: pcapng, raw IP; replaced if it exists");
        Option<bool> allowLegacy = StandardOptions.AllowLegacy();
        Option<bool> json = StandardOptions.Json();
        var command = new Command(name, description) { saFile, input, output, allowLegacy, json };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new CaptureOptions(
                direction,
                parsed.GetRequiredValue(saFile),
                parsed.GetRequiredValue(input),
                parsed.GetRequiredValue(output),
                parsed.GetValue(allowLegacy));
            Run(options, new CommandOutput(parsed.InvocationConfiguration.Output, parsed.GetValue(json)), cancellation);
            return Task.FromResult((int)ExitCode.Success);
        });
        return command;
    }

    private static void Run(CaptureOptions options, CommandOutput output, CancellationToken cancellation)
    {
        CaptureSummary summary = output.IsLive && new FileInfo(options.Input) is { Exists: true, Length: >= LongInput }
            ? RunWithBar(options, output.Console, cancellation)
            : CaptureRun.Run(options, static (_, _) => { }, cancellation);
        if (output.IsJson)
        {
            output.WriteJson(summary, JsonShapes.Default.CaptureSummary);
        }
        else
        {
            Write(output.Console, options, summary);
        }
    }

    private static CaptureSummary RunWithBar(CaptureOptions options, IAnsiConsole console, CancellationToken cancellation) =>
        console.Progress().AutoClear(true).Start(bars =>
        {
            ProgressTask bar = bars.AddTask(Markup.Escape(Path.GetFileName(options.Input)));
            return CaptureRun.Run(
                options, (position, length) => bar.MaxValue(Math.Max(length, 1)).Value(position), cancellation);
        });

    private static void Write(IAnsiConsole console, CaptureOptions options, CaptureSummary summary)
    {
        Table table = new Table().RoundedBorder().HideHeaders().AddColumn("").AddColumn("");
        table.Columns[1].RightAligned();
        table.AddRow("packets read", Count(summary.PacketsRead));
        table.AddRow("packets written", Count(summary.PacketsWritten));
        foreach ((string reason, long packets) in summary.Drops)
        {
            table.AddRow($"dropped: {reason}", Count(packets));
        }

        table.AddRow("bytes read", Count(summary.BytesRead));
        table.AddRow("bytes written", Count(summary.BytesWritten));
        table.AddRow("seconds", summary.Seconds.ToString("0.00", CultureInfo.InvariantCulture));
        console.Write(table);
        console.WriteLine($"Wrote {options.Output}");
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
