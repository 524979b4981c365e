using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>Without faults it is the port that it wraps; with them, a seed decides and nothing leaks.</summary>
public sealed class FaultPortTests : PacketPortContract
{
    private const int PacketCount = 1_000;

    protected override (IPacketPort Near, IPacketPort Far) CreatePair(int capacityPackets)
    {
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(capacityPackets);
        return (
            new FaultPort(near, seed: 1, FaultRates.None, FaultRates.None),
            new FaultPort(far, seed: 2, FaultRates.None, FaultRates.None));
    }

    [Fact]
    public void Drops_about_as_many_as_asked_and_counts_them()
    {
        (List<int> received, long dropped) = Pass(new FaultRates { Drop = 0.1 }, seed: 1);

        Assert.InRange(dropped, 70, 130);
        Assert.Equal(PacketCount, received.Count + dropped);
        Assert.Equal(received.Order(), received);
    }

    [Fact]
    public void Duplicates_come_right_behind_the_original()
    {
        (List<int> received, _) = Pass(new FaultRates { Duplicate = 0.1 }, seed: 2);

        Assert.InRange(received.Count - PacketCount, 70, 130);
        Assert.Equal(received.Order(), received);
        Assert.Equal(Enumerable.Range(0, PacketCount), received.Distinct());
    }

    [Fact]
    public void Reordering_loses_nothing_and_moves_a_packet_by_one_place()
    {
        (List<int> received, _) = Pass(new FaultRates { Reorder = 0.1 }, seed: 3);

        Assert.Equal(Enumerable.Range(0, PacketCount), received.Order());
        Assert.NotEqual(received.Order(), received);
        Assert.All(received.Index(), place => Assert.InRange(place.Item - place.Index, -1, 1));
    }

    [Fact]
    public void Flips_exactly_one_bit()
    {
        (List<int> received, _) = Pass(new FaultRates { FlipBit = 1 }, seed: 4);

        Assert.All(
            received.Index(),
            place => Assert.Equal(1, System.Numerics.BitOperations.PopCount((uint)(place.Item ^ place.Index))));
    }

    [Fact]
    public void The_same_seed_makes_the_same_faults()
    {
        var rates = new FaultRates { Drop = 0.05, Duplicate = 0.05, Reorder = 0.05, FlipBit = 0.05 };

        Assert.Equal(Pass(rates, seed: 5).Received, Pass(rates, seed: 5).Received);
        Assert.NotEqual(Pass(rates, seed: 5).Received, Pass(rates, seed: 6).Received);
    }

    [Fact]
    public void Faults_on_receiving_are_made_too()
    {
        using var pool = new PacketPool(maximumCount: 64, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(64);
        using var faulty = new FaultPort(far, seed: 1, receiving: new FaultRates { Drop = 1 }, FaultRates.None);
        var batch = new PacketBatch();
        batch.TryAdd(pool.TryRent()!);
        near.Send(batch);

        Assert.True(faulty.Receive(batch, TimeSpan.Zero));
        Assert.Equal((0, 1), (batch.Count, faulty.Dropped(DropReason.Fault)));
        near.Dispose();
    }

    [Fact]
    public void A_duplicate_without_room_is_a_counted_drop()
    {
        using var pool = new PacketPool(maximumCount: 8, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(1);
        var faulty = new FaultPort(near, seed: 1, FaultRates.None, new FaultRates { Duplicate = 1 });
        var batch = new PacketBatch(2);
        batch.TryAdd(pool.TryRent()!);
        batch.TryAdd(pool.TryRent()!);

        faulty.Send(batch);

        Assert.Equal((2, 1), (batch.Count, faulty.Dropped(DropReason.PortBusy)));
        PacketPool.Return(batch);
        faulty.Dispose();
        far.Dispose();
    }

    [Fact]
    public void Disposing_sends_the_packet_that_waits_to_be_overtaken()
    {
        using var pool = new PacketPool(maximumCount: 8, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(4);
        var faulty = new FaultPort(near, seed: 1, FaultRates.None, new FaultRates { Reorder = 1 });
        var batch = new PacketBatch();
        batch.TryAdd(pool.TryRent()!);
        faulty.Send(batch);

        faulty.Dispose();

        Assert.True(far.Receive(batch, TimeSpan.Zero));
        Assert.Equal(1, batch.Count);
        PacketPool.Return(batch);
        far.Dispose();
    }

    private static (List<int> Received, long Dropped) Pass(FaultRates rates, ulong seed)
    {
        using var pool = new PacketPool(maximumCount: 256, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(256);
        var faulty = new FaultPort(near, seed, FaultRates.None, rates);
        var batch = new PacketBatch();
        var received = new List<int>();
        for (int number = 0; number < PacketCount;)
        {
            for (int index = 0; index < 50; index++)
            {
                PacketBuffer packet = pool.TryRent()!;
                BitConverter.TryWriteBytes(packet.Reset(4), number++);
                batch.TryAdd(packet);
            }

            faulty.Send(batch);
            Drain(far, batch, received);
        }

        long dropped = faulty.Dropped(DropReason.Fault);
        faulty.Dispose();
        Drain(far, batch, received);
        far.Dispose();
        return (received, dropped);
    }

    private static void Drain(InMemoryPort port, PacketBatch batch, List<int> received)
    {
        port.Receive(batch, TimeSpan.Zero);
        for (int index = 0; index < batch.Count; index++)
        {
            received.Add(BitConverter.ToInt32(batch[index].Packet));
        }

        PacketPool.Return(batch);
    }
}
