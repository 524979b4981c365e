using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>The object <c>shards</c> to <see cref="ShardOptions"/>.</summary>
internal static class ShardOptionsReader
{
    /// <summary>
    /// Whether a processor is there only the machine that runs the gateway knows, and it says so at start: the file may be
    /// checked elsewhere, and a process that may use two processors may well find them numbered 6 and 7.
    /// </summary>
    private const int HighestProcessor = 1023;

    public static ShardOptions Read(ObjectReader? shards)
    {
        var defaults = new ShardOptions();
        if (shards is null)
        {
            return defaults;
        }

        int Read(string field, int minimum, int maximum, int fallback) =>
            (int)shards.Number(field, (ulong)minimum, (ulong)maximum, (ulong)fallback);

        var options = new ShardOptions
        {
            ShardCount = Read("shardCount", 0, 256, defaults.ShardCount),
            BatchPackets = Read("batchPackets", 1, 256, defaults.BatchPackets),
            QueueBatches = Read("queueBatches", 1, 65_536, defaults.QueueBatches),
            PoolPackets = Read("poolPackets", 256, 1 << 24, defaults.PoolPackets),
            MaximumPacketLength = Read("maximumPacketLength", 1280, 65_535, defaults.MaximumPacketLength),
            ReplayWindowPackets = Read("replayWindowPackets", 0, ReplayWindow.MaximumSize, defaults.ReplayWindowPackets),
            ReassemblyDatagrams = Read("reassemblyDatagrams", 1, 65_536, defaults.ReassemblyDatagrams),
            ReassemblyTimeoutMilliseconds =
                Read("reassemblyTimeoutMilliseconds", 100, 120_000, defaults.ReassemblyTimeoutMilliseconds),
            FlowCacheEntries = Read("flowCacheEntries", 4, 1 << 24, defaults.FlowCacheEntries),
            IcmpPerSecond = Read("icmpPerSecond", 0, 1_000_000, defaults.IcmpPerSecond),
            Affinity = shards.Numbers("affinity", 0, HighestProcessor, defaults.Affinity),
            ReaderAffinity = shards.Numbers("readerAffinity", 0, HighestProcessor, defaults.ReaderAffinity),
            SpinMicroseconds = Read("spinMicroseconds", 0, 10_000, defaults.SpinMicroseconds),
        };
        if (ReplayWindow.IsValidSize(options.ReplayWindowPackets))
        {
            return options;
        }

        shards.Refuse("replayWindowPackets", "is not a power of two from 64 to 65536; write one, such as 1024");
        return options with { ReplayWindowPackets = defaults.ReplayWindowPackets };
    }
}
