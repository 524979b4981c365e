using System.Globalization;
using System.Reflection;
using Pipeline.Actors;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Answers <c>status</c>.</summary>
internal static class StatusAnswer
{
    /// <summary>The version that <c>--version</c> shows, without the commit behind it.</summary>
    private static readonly string Version = typeof(StatusAnswer).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Looks.</summary>
    public static async Task<ControlResponse> AnswerAsync(GatewayInService gateway)
    {
        IkeStatus ike = await gateway.Core.Ike!.StatusAsync().ConfigureAwait(false);
        GatewayStatus packets = gateway.Core.Status();
        IkeSaStatus[] established = [.. ike.IkeSas.Where(sa => sa.IsEstablished)];
        PortView[] ports = [new("inner", gateway.InnerName, DropsOf(gateway.Inner)), new("outer", OuterName(gateway), DropsOf(gateway.Outer))];
        return new ControlResponse
        {
            Status = new StatusView
            {
                Version = Version,
                Configuration = Path.GetFullPath(gateway.File),
                StartedAt = gateway.StartedAt,
                UptimeSeconds = (long)(gateway.Time.GetUtcNow() - gateway.StartedAt).TotalSeconds,
                Ports = ports,
                Shards = [.. packets.Shards.Select(ViewOf)],
                StaticSas = gateway.Options.SecurityAssociations.Count,
                Rules = gateway.Options.Policy.Rules.Count,
                Connections = [.. gateway.Options.Connections.Select(connection => ViewOf(connection, ike))],
                Drops = Sum(packets.Drops, ports),
                HalfOpenIkeSas = ike.HalfOpenCount,
                IkeSas = established.Length,
                ChildSas = established.Sum(sa => sa.Children.Count),
                Ike = ike.Counters,
            },
        };
    }

    private static ShardView ViewOf(ShardStatus shard) => new(
        shard.Index, shard.Processor, shard.Protected, shard.ProtectedBytes, shard.Unprotected, shard.UnprotectedBytes, shard.Dropped);

    private static ConnectionView ViewOf(ConnectionSettings connection, IkeStatus ike)
    {
        IkeSaStatus[] sas = [.. ike.IkeSas.Where(sa => sa.Connection == connection.Name && !sa.IsClosed)];
        IkeSaStatus? shown = sas.FirstOrDefault(sa => sa.IsEstablished) ?? sas.FirstOrDefault();
        ConnectionStatus? status = ike.Connections.FirstOrDefault(one => one.Name == connection.Name);
        return new ConnectionView
        {
            Name = connection.Name,
            State = shown is null ? "down" : shown.IsEstablished ? "established" : "negotiating",
            Peer = shown?.Peer,
            RemoteAddress = shown?.Path.Remote.ToString() ?? connection.RemoteAddress?.ToString() ?? "any",
            Suite = shown?.Suite,
            Since = shown?.Since,
            ChildSas = sas.Sum(sa => sa.Children.Count),
            LastFailure = status?.LastFailure is { } failure ? ViewOf(status.FailedAt, failure) : null,
        };
    }

    private static FailureView ViewOf(DateTimeOffset? at, IkeFailure failure) => new(
        at,
        failure.Cause.ToString(),
        IkeLine.Of(failure),
        failure.Suggestion,
        [.. failure.Changes.Select(change => new ChangeView(change.Path, change.Adds, change.Value, change.Member))]);

    private static string OuterName(GatewayInService gateway)
    {
        OuterPortOptions outer = gateway.Options.Ports.Outer;
        string addresses = outer.Addresses.Count == 0 ? "all addresses" : string.Join(", ", outer.Addresses);
        return string.Create(
            CultureInfo.InvariantCulture, $"UDP {outer.IkePort} and {outer.NatTraversalPort}{(outer.RawIp ? ", ESP and AH" : "")} on {addresses}");
    }

    private static Dictionary<string, long> DropsOf(IPacketPort port) => Enum.GetValues<DropReason>()
        .Where(reason => port.Dropped(reason) > 0).ToDictionary(reason => reason.ToString(), port.Dropped, StringComparer.Ordinal);

    private static Dictionary<string, long> Sum(IReadOnlyDictionary<DropReason, long> core, PortView[] ports)
    {
        var sums = core.ToDictionary(drop => drop.Key.ToString(), drop => drop.Value, StringComparer.Ordinal);
        foreach ((string reason, long count) in ports.SelectMany(port => port.Drops))
        {
            sums[reason] = sums.GetValueOrDefault(reason) + count;
        }

        return sums;
    }
}
