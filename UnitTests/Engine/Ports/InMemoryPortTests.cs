using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>A cable in memory: bounded, without copies.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class InMemoryPortTests : PacketPortContract
{
    protected override (IPacketPort Near, IPacketPort Far) CreatePair(int capacityPackets) =>
        InMemoryPort.CreatePair(capacityPackets);

    [Fact]
    public void Hands_over_the_buffer_itself()
    {
        using var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(1);
        var batch = new PacketBatch();
        PacketBuffer sent = pool.TryRent()!;
        batch.TryAdd(sent);
        near.Send(batch);

        far.Receive(batch, TimeSpan.Zero);

        Assert.Same(sent, batch[0]);
        PacketPool.Return(batch);
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Waits_without_allocating()
    {
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(1);
        var batch = new PacketBatch();
        var shortWait = TimeSpan.FromMilliseconds(1);
        far.Receive(batch, shortWait);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 20; round++)
        {
            far.Receive(batch, shortWait);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Refuses_to_hold_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InMemoryPort.CreatePair(0));
}
