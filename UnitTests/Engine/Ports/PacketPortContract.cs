using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>What every pair of connected ports does, whatever is between them.</summary>
public abstract class PacketPortContract : IDisposable
{
    private readonly PacketPool _pool = new(maximumCount: 1024, maximumPacketLength: 1500, trackLeaks: true);

    /// <summary>Two ports that are connected and hold <paramref name="capacityPackets"/> in each direction.</summary>
    protected abstract (IPacketPort Near, IPacketPort Far) CreatePair(int capacityPackets);

    public void Dispose()
    {
        _pool.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Carries_packets_in_order_both_ways()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        var batch = new PacketBatch();
        Add(batch, 1, 2, 3);
        near.Send(batch);
        Add(batch, 4, 5);
        far.Send(batch);

        Assert.Equal([1, 2, 3], Receive(far));
        Assert.Equal([4, 5], Receive(near));
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Carries_the_timestamp_and_the_tag_along()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        var batch = new PacketBatch();
        Add(batch, 1);
        (batch[0].Timestamp, batch[0].Tag) = (638_000_000_000_000_000, 99);
        near.Send(batch);

        far.Receive(batch, TimeSpan.Zero);

        Assert.Equal((638_000_000_000_000_000, 99), (batch[0].Timestamp, batch[0].Tag));
        PacketPool.Return(batch);
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Leaves_with_the_sender_what_does_not_fit()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(2);
        var batch = new PacketBatch();
        Add(batch, 1, 2, 3, 4, 5);

        near.Send(batch);

        Assert.Equal([3, 4, 5], TakeAll(batch));
        Assert.Equal([1, 2], Receive(far));
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Takes_packets_again_once_there_is_room()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(2);
        var batch = new PacketBatch();
        Add(batch, 1, 2, 3);
        near.Send(batch);
        Receive(far);

        near.Send(batch);

        Assert.Equal([3], Receive(far));
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Receives_no_more_than_the_batch_holds_and_keeps_the_rest()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        var batch = new PacketBatch();
        Add(batch, 1, 2, 3);
        near.Send(batch);
        var small = new PacketBatch(2);

        far.Receive(small, TimeSpan.Zero);

        Assert.Equal([1, 2], TakeAll(small));
        Assert.Equal([3], Receive(far));
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Says_that_more_may_come_when_nothing_came_in_time()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);

        Assert.True(far.Receive(new PacketBatch(), TimeSpan.FromMilliseconds(2)));
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Ends_after_the_other_side_is_gone_and_the_queue_is_drained()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        var batch = new PacketBatch();
        Add(batch, 1, 2);
        near.Send(batch);
        near.Dispose();

        Assert.Equal([1, 2], Receive(far));
        Assert.False(far.Receive(batch, TimeSpan.FromMinutes(1)));
        far.Dispose();
    }

    [Fact]
    public void Leaves_with_the_sender_what_nobody_will_receive()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        far.Dispose();
        var batch = new PacketBatch();
        Add(batch, 1, 2);

        near.Send(batch);

        Assert.Equal([1, 2], TakeAll(batch));
        near.Dispose();
    }

    [Fact]
    public void Returns_what_is_queued_when_both_sides_are_disposed()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        var batch = new PacketBatch();
        Add(batch, 1, 2);
        near.Send(batch);
        Add(batch, 3);
        far.Send(batch);

        near.Dispose();
        far.Dispose();

        Assert.Equal(0, _pool.OutsideCount);
    }

    [Fact]
    public void Wakes_a_receiver_that_waits()
    {
        (IPacketPort near, IPacketPort far) = CreatePair(16);
        List<int> received = [];
        var receiver = new Thread(() => received = Receive(far, TimeSpan.FromMinutes(1)));
        receiver.Start();
        var batch = new PacketBatch();
        Add(batch, 7);

        near.Send(batch);
        receiver.Join();

        Assert.Equal([7], received);
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Loses_and_reorders_nothing_between_two_threads()
    {
        const int total = 20_000;
        (IPacketPort near, IPacketPort far) = CreatePair(64);
        var sender = new Thread(() => SendNumbered(near, total));
        sender.Start();
        var received = new List<int>(total);
        while (received.Count < total)
        {
            received.AddRange(Receive(far, TimeSpan.FromSeconds(30)));
        }

        sender.Join();

        Assert.Equal(Enumerable.Range(0, total), received);
        near.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Allocates_nothing_for_a_packet()
    {
        using var pool = new PacketPool(maximumCount: 64, maximumPacketLength: 1500);
        (IPacketPort near, IPacketPort far) = CreatePair(64);
        var batch = new PacketBatch();
        PassBatches(pool, near, far, batch, count: 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        PassBatches(pool, near, far, batch, count: 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        near.Dispose();
        far.Dispose();
    }

    private static void PassBatches(PacketPool pool, IPacketPort near, IPacketPort far, PacketBatch batch, int count)
    {
        for (int round = 0; round < count; round++)
        {
            for (int index = 0; index < 32; index++)
            {
                PacketBuffer packet = pool.TryRent()!;
                packet.Reset(100);
                batch.TryAdd(packet);
            }

            near.Send(batch);
            far.Receive(batch, TimeSpan.FromMilliseconds(1));
            PacketPool.Return(batch);
        }
    }

    private void SendNumbered(IPacketPort port, int total)
    {
        var batch = new PacketBatch(32);
        int next = 0;
        while (next < total || batch.Count > 0)
        {
            while (next < total && !batch.IsFull && _pool.TryRent() is { } packet)
            {
                BitConverter.TryWriteBytes(packet.Reset(4), next++);
                batch.TryAdd(packet);
            }

            port.Send(batch);
            Thread.Yield();
        }
    }

    private void Add(PacketBatch batch, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            PacketBuffer packet = _pool.TryRent()!;
            BitConverter.TryWriteBytes(packet.Reset(4), number);
            batch.TryAdd(packet);
        }
    }

    private static List<int> Receive(IPacketPort port, TimeSpan wait = default)
    {
        var batch = new PacketBatch();
        port.Receive(batch, wait);
        return TakeAll(batch);
    }

    private static List<int> TakeAll(PacketBatch batch)
    {
        var numbers = new List<int>();
        for (int index = 0; index < batch.Count; index++)
        {
            numbers.Add(BitConverter.ToInt32(batch[index].Packet));
        }

        PacketPool.Return(batch);
        return numbers;
    }
}
