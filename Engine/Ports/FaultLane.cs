using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>One direction of a <see cref="FaultPort"/>: packets go in whole and come out with faults.</summary>
internal sealed class FaultLane : IDisposable
{
    // Every packet of a full batch twice, and one that was held back before.
    private const int Capacity = (2 * PacketBatch.MaximumCapacity) + 2;

    private readonly PacketBuffer?[] _ready = new PacketBuffer?[Capacity];
    private readonly FaultRates _rates;
    private readonly SeededChance _chance;
    private readonly PortDrops _drops;
    private PacketBuffer? _heldBack;
    private int _first;
    private int _end;

    public FaultLane(FaultRates rates, ulong seed, PortDrops drops)
    {
        _rates = rates;
        _chance = new SeededChance(seed);
        _drops = drops;
    }

    /// <summary>Packets that can come out now.</summary>
    public int Count => _end - _first;

    /// <summary>Takes every packet of the batch; only when <see cref="Count"/> is 0.</summary>
    public void Take(PacketBatch batch)
    {
        _first = 0;
        _end = 0;
        for (int index = 0; index < batch.Count; index++)
        {
            Take(batch[index]);
        }

        batch.Forget();
    }

    /// <summary>Lets go of the packet that waits to be overtaken, if there is one: nothing follows it.</summary>
    public void ReleaseHeldBack()
    {
        if (_heldBack is { } packet)
        {
            _heldBack = null;
            _ready[_end++] = packet;
        }
    }

    /// <summary>Moves packets into the batch until it is full or none is left.</summary>
    public void Give(PacketBatch batch)
    {
        while (Count > 0 && batch.TryAdd(_ready[_first]!))
        {
            _ready[_first++] = null;
        }

        if (Count == 0)
        {
            _first = 0;
            _end = 0;
        }
    }

    /// <summary>Returns every packet that is still inside to its pool.</summary>
    public void Dispose()
    {
        ReleaseHeldBack();
        for (; _first < _end; _first++)
        {
            PacketPool.Return(_ready[_first]!);
            _ready[_first] = null;
        }
    }

    private void Take(PacketBuffer packet)
    {
        bool drop = _chance.Happens(_rates.Drop);
        bool flip = _chance.Happens(_rates.FlipBit);
        bool duplicate = _chance.Happens(_rates.Duplicate);
        bool reorder = _chance.Happens(_rates.Reorder);
        if (drop)
        {
            _drops.Count(DropReason.Fault);
            PacketPool.Return(packet);
            return;
        }

        if (flip && packet.Length > 0)
        {
            packet.Packet[_chance.Below(packet.Length)] ^= (byte)(1 << _chance.Below(8));
        }

        if (reorder && _heldBack is null)
        {
            _heldBack = packet;
            return;
        }

        _ready[_end++] = packet;
        if (duplicate && Copy(packet) is { } copy)
        {
            _ready[_end++] = copy;
        }

        ReleaseHeldBack();
    }

    /// <summary>A twin from the same pool, or null when the pool is empty: then there is no duplicate.</summary>
    private static PacketBuffer? Copy(PacketBuffer packet)
    {
        PacketBuffer? copy = packet.Pool.TryRent();
        if (copy is not null)
        {
            packet.Packet.CopyTo(copy.Reset(packet.Offset, packet.Length));
            copy.Timestamp = packet.Timestamp;
            copy.Tag = packet.Tag;
        }

        return copy;
    }
}
