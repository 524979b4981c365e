using System.Diagnostics;
using Pipeline.Engine.Packets;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Both paths of a shard for a long time, with good packets and every kind of bad ones, under the garbage collector's eye.</summary>
internal sealed class SoakRun : IDisposable
{
    private const int Kinds = 8;

    private readonly OneShard _shard;

    /// <param name="load">An inbound load.</param>
    public SoakRun(PathLoad load) => _shard = new OneShard(load);

    /// <summary>Runs, after some warm-up.</summary>
    public SoakRow Run(TimeSpan length, TimeSpan warmUp)
    {
        Turn(warmUp);
        GC.Collect();
        (long good, long bad) = (Good, Bad);
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Turn(length);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new SoakRow
        {
            Suite = _shard.Load.Suite.Name,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
            GoodPackets = Good - good,
            BadPackets = Bad - bad,
            Gen0Collections = GC.CollectionCount(0) - collections[0],
            Gen1Collections = GC.CollectionCount(1) - collections[1],
            Gen2Collections = GC.CollectionCount(2) - collections[2],
            AllocatedBytes = allocated,
        };
    }

    /// <summary>Gives packets back and erases the keys.</summary>
    public void Dispose() => _shard.Dispose();

    private long Good => _shard.Outbound.Counters.SentPackets + _shard.Inbound.Counters.SentPackets;

    private long Bad => _shard.Outbound.Counters.Drops.Total + _shard.Inbound.Counters.Drops.Total;

    private void Turn(TimeSpan length)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            _shard.FillBatchesProtected();
            foreach (PacketBatch batch in _shard.Batches)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    Spoil(batch, i, i % Kinds);
                }

                _shard.Inbound.Process(batch, TimeSpan.Zero);
            }

            // And packets that the outbound path must refuse.
            _shard.FillBatches();
            foreach (PacketBatch batch in _shard.Batches)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    SpoilClear(batch[i], i % 2);
                }

                _shard.Outbound.Process(batch, TimeSpan.Zero);
            }
        }
        while (Stopwatch.GetElapsedTime(start) < length);
    }

    private static void Spoil(PacketBatch batch, int index, int kind)
    {
        const int Spi = 20;
        const int Sequence = 24;
        PacketBuffer packet = batch[index];
        Span<byte> bytes = packet.Packet;
        switch (kind)
        {
            case 0: // forged ICV
                bytes[^1] ^= 1;
                break;
            case 1: // forged text
                bytes[bytes.Length / 2] ^= 1;
                break;
            case 2: // unknown SPI
                bytes[Spi] ^= 0x80;
                break;
            case 3: // forged sequence number
                bytes[Sequence + 1] ^= 0xFF;
                break;
            case 4: // not IP
                bytes[0] = 0;
                break;
            case 6: // replayed: the good one in front of it
                batch[index - 1].Packet.CopyTo(bytes);
                break;
            case 7: // cut short
                packet.TrimEnd(bytes.Length / 2);
                break;
            default: // good
                break;
        }
    }

    private static void SpoilClear(PacketBuffer packet, int kind)
    {
        if (kind == 0)
        {
            packet.Packet[0] = 0;
        }
        else
        {
            packet.TrimEnd(packet.Length / 2);
        }
    }
}
