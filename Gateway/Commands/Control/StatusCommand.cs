using System.CommandLine;
using System.Globalization;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Views;
using Spectre.Console;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>status</c>: what the running gateway is and has done.</summary>
internal static class StatusCommand
{
    private const string Description = """
        Shows a running gateway: its ports, shards and connections, why a connection failed last, what was dropped and why.

        Examples:
          status
          status --config gateway.json --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create() =>
        ControlCommand.Create("status", Description, _ => new ControlRequest { Command = ControlWords.Status }, Write);

    private static void Write(CommandOutput output, ControlResponse response)
    {
        StatusView status = response.Status!;
        if (output.IsJson)
        {
            output.WriteJson(status, JsonShapes.Default.StatusView);
            return;
        }

        output.WriteLine($"Pipeline {status.Version}, up {PlainTable.Time(status.UptimeSeconds)}, {status.Configuration}");
        foreach (PortView port in status.Ports)
        {
            output.WriteLine($"{port.Side}: {port.Name}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{status.IkeSas} IKE SAs ({status.HalfOpenIkeSas} half open), {status.ChildSas} pairs of Child SAs, "
            + $"{status.StaticSas} SAs set by hand, {status.Rules} policy rules"));
        output.WriteLine("");
        output.Console.Write(Shards(status.Shards));
        WriteConnections(output, status.Connections);
        WriteCounters(output, status);
    }

    private static Table Shards(IReadOnlyList<ShardView> shards)
    {
        Table table = PlainTable.Create("SHARD", "PROCESSOR", "PROTECTED", "BYTES", "UNPROTECTED", "BYTES", "DROPPED");
        foreach (ShardView shard in shards)
        {
            PlainTable.Row(
                table,
                PlainTable.Count(shard.Index),
                shard.Processor?.ToString(CultureInfo.InvariantCulture) ?? "any",
                PlainTable.Count(shard.ProtectedPackets),
                PlainTable.Count(shard.ProtectedBytes),
                PlainTable.Count(shard.UnprotectedPackets),
                PlainTable.Count(shard.UnprotectedBytes),
                PlainTable.Count(shard.DroppedPackets));
        }

        return table;
    }

    private static void WriteConnections(CommandOutput output, IReadOnlyList<ConnectionView> connections)
    {
        if (connections.Count == 0)
        {
            return;
        }

        Table table = PlainTable.Create("CONNECTION", "STATE", "SINCE", "REMOTE", "PEER", "CHILDREN", "SUITE");
        foreach (ConnectionView connection in connections)
        {
            PlainTable.Row(
                table,
                connection.Name,
                connection.State,
                connection.Since?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
                connection.RemoteAddress,
                connection.Peer ?? "-",
                PlainTable.Count(connection.ChildSas),
                connection.Suite ?? "-");
        }

        output.WriteLine("");
        output.Console.Write(table);
        foreach (ConnectionView connection in connections.Where(connection => connection.LastFailure is not null))
        {
            FailureView failure = connection.LastFailure!;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{connection.Name}: {failure.At:HH:mm:ss.fff} {failure.Text}"));
        }
    }

    private static void WriteCounters(CommandOutput output, StatusView status)
    {
        output.WriteLine("");
        output.WriteLine($"dropped: {Join(status.Drops)}");
        output.WriteLine($"IKE messages: {Join(new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["received"] = status.Ike.Received,
            ["unknown"] = status.Ike.Unknown,
            ["uninvited"] = status.Ike.Uninvited,
            ["aggressive"] = status.Ike.Aggressive,
            ["cookies"] = status.Ike.Cookies,
            ["refused"] = status.Ike.Refused,
            ["crowded"] = status.Ike.Crowded,
            ["unsent"] = status.Ike.Unsent,
        })}");
    }

    private static string Join(IReadOnlyDictionary<string, long> counters) => counters.Values.All(count => count == 0) ? "none"
        : string.Join(", ", counters.Where(counter => counter.Value > 0).Select(counter => $"{counter.Key} {PlainTable.Count(counter.Value)}"));
}
