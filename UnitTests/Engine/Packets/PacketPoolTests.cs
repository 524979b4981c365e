using Pipeline.Engine.Packets;
using Xunit;

namespace Pipeline.UnitTests.Engine.Packets;

/// <summary>The pool is bounded, and knows who forgot to return what.</summary>
public sealed class PacketPoolTests
{
    [Fact]
    public void Refuses_to_rent_more_than_its_bound()
    {
        using var pool = new PacketPool(maximumCount: 2, maximumPacketLength: 1500);
        pool.TryRent();
        pool.TryRent();

        Assert.Null(pool.TryRent());
    }

    [Fact]
    public void Gives_a_returned_buffer_out_again()
    {
        using var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 1500, trackLeaks: true);
        PacketBuffer first = pool.TryRent()!;
        PacketPool.Return(first);

        PacketBuffer second = pool.TryRent()!;

        Assert.Same(first, second);
        PacketPool.Return(second);
    }

    [Fact]
    public void Refuses_a_second_return_of_the_same_buffer()
    {
        using var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 1500, trackLeaks: true);
        PacketBuffer packet = pool.TryRent()!;
        PacketPool.Return(packet);

        Assert.Throws<InvalidOperationException>(() => PacketPool.Return(packet));
    }

    [Fact]
    public void Reports_a_buffer_that_never_came_back()
    {
        var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 1500, trackLeaks: true);
        pool.TryRent();

        var leak = Assert.Throws<InvalidOperationException>(pool.Dispose);

        Assert.StartsWith("1 packet buffers were not returned", leak.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_returns_each_packet_to_its_own_pool()
    {
        using var one = new PacketPool(maximumCount: 4, maximumPacketLength: 100, trackLeaks: true);
        using var other = new PacketPool(maximumCount: 4, maximumPacketLength: 100, trackLeaks: true);
        var batch = new PacketBatch(4);
        batch.TryAdd(one.TryRent()!);
        batch.TryAdd(other.TryRent()!);
        batch.TryAdd(one.TryRent()!);

        PacketPool.Return(batch);

        Assert.Equal((0, 0, 0), (one.OutsideCount, other.OutsideCount, batch.Count));
    }
}
