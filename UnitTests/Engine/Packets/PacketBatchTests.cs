using Pipeline.Engine.Packets;
using Xunit;

namespace Pipeline.UnitTests.Engine.Packets;

/// <summary>A batch changes hands whole.</summary>
public sealed class PacketBatchTests
{
    [Fact]
    public void Two_batches_exchange_their_packets_and_their_capacity()
    {
        using var pool = new PacketPool(2, 100, trackLeaks: true);
        PacketBuffer packet = pool.TryRent()!;
        var full = new PacketBatch(1);
        var empty = new PacketBatch(2);
        full.TryAdd(packet);

        full.ExchangeWith(empty);

        Assert.Equal((0, 2), (full.Count, full.Capacity));
        Assert.Equal((1, 1), (empty.Count, empty.Capacity));
        Assert.Same(packet, empty[0]);
        PacketPool.Return(empty);
    }
}
