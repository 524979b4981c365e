using System.Globalization;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>The summary as people read it.</summary>
internal static class DemoSummaryTable
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, DemoSummary summary)
    {
        Table table = new Table().RoundedBorder().HideHeaders().AddColumn("").AddColumn("");
        table.Columns[1].RightAligned();
        table.AddRow("suite", summary.Suite);
        table.AddRow("packet size", $"{Count(summary.PacketSize)} bytes");
        table.AddRow("shards of each gateway", Count(summary.Shards));
        table.AddRow("IKEv2 handshake", $"{Fraction(summary.HandshakeMilliseconds)} ms");
        table.AddRow("rekeys under traffic", Count(summary.Rekeys));
        table.AddRow("packets sent", Count(summary.PacketsSent));
        table.AddRow("packets delivered", Count(summary.PacketsDelivered));
        table.AddRow("packets lost", Count(summary.PacketsLost));
        AddProblem(table, "packets altered or doubled", summary.PacketsWrong);
        AddProblem(table, "packet buffers leaked", summary.BuffersLeaked);
        foreach ((string reason, long packets) in summary.Drops)
        {
            AddProblem(table, $"dropped: {reason}", packets);
        }

        table.AddRow("throughput", $"{Fraction(summary.GigabitsPerSecond)} Gbit/s");
        table.AddRow("", $"{Count((long)summary.PacketsPerSecond)} packets/s");
        table.AddRow("allocated per packet", $"{summary.AllocatedBytesPerPacket.ToString("0.0000", CultureInfo.InvariantCulture)} bytes");
        table.AddRow("measured", $"{Fraction(summary.Seconds)} s");
        table.AddRow("machine", $"{summary.Machine.Processors} processors, {summary.Machine.Architecture}, {summary.Machine.Runtime}");
        console.Write(table);
        console.WriteLine(summary.IsGood
            ? "Every packet arrived as it was sent."
            : "FAILED: not every packet arrived as it was sent, or a buffer was lost.");
    }

    private static void AddProblem(Table table, string name, long count)
    {
        if (count > 0)
        {
            table.AddRow(name, Count(count));
        }
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fraction(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
