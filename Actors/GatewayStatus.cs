using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;

namespace Pipeline.Actors;

/// <summary>What a gateway has done since it started.</summary>
/// <param name="Shards">One row a shard.</param>
/// <param name="Drops">Packets dropped anywhere in it, by reason; reasons that never occurred are absent.</param>
/// <param name="PortFaults">What ports threw, in words; a port that throws on receipt is not read any more.</param>
public sealed record GatewayStatus(
    IReadOnlyList<ShardStatus> Shards, IReadOnlyDictionary<DropReason, long> Drops, IReadOnlyList<string> PortFaults)
{
    /// <summary>Packets protected and sent, over all shards.</summary>
    public long Protected => Shards.Sum(shard => shard.Protected);

    /// <summary>Packets unprotected and delivered, over all shards.</summary>
    public long Unprotected => Shards.Sum(shard => shard.Unprotected);

    internal static GatewayStatus Of(Shard[] shards, PortReader[] readers, PortSender[] senders)
    {
        IEnumerable<DropCounters> counters = shards
            .SelectMany(shard => new[] { shard.OutboundCounters.Drops, shard.InboundCounters.Drops, shard.Refused })
            .Concat(readers.Select(reader => reader.Dispatcher.Drops))
            .Concat(senders.Select(sender => sender.Drops));
        IEnumerable<Exception?> faults = readers.Select(reader => reader.Fault).Concat(senders.Select(sender => sender.Fault));
        return new GatewayStatus(
            [.. shards.Select(ShardStatus.Of)], Sum([.. counters]), [.. faults.OfType<Exception>().Select(fault => fault.Message)]);
    }

    private static SortedDictionary<DropReason, long> Sum(IReadOnlyList<DropCounters> counters)
    {
        var sums = new SortedDictionary<DropReason, long>();
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            long sum = counters.Sum(counter => counter[reason]);
            if (sum > 0)
            {
                sums.Add(reason, sum);
            }
        }

        return sums;
    }
}
