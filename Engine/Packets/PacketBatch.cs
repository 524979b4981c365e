using System.Diagnostics;

namespace Pipeline.Engine.Packets;

/// <summary>Up to <see cref="Capacity"/> packets that walk together; owns every packet in it.</summary>
/// <remarks>
/// A batch is the unit of every hand-over: port to dispatcher, dispatcher to shard, path to port. It is not safe for
/// concurrent use; passing it on passes ownership. A dead batch is returned by <see cref="PacketPool.Return(PacketBatch)"/>.
/// </remarks>
public sealed class PacketBatch
{
    /// <summary>The most packets that one batch holds.</summary>
    public const int MaximumCapacity = 256;

    private PacketBuffer?[] _packets;

    /// <param name="capacity">The most packets it holds: 1 to <see cref="MaximumCapacity"/>.</param>
    public PacketBatch(int capacity = MaximumCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaximumCapacity);
        _packets = new PacketBuffer?[capacity];
    }

    /// <summary>The most packets it holds.</summary>
    public int Capacity => _packets.Length;

    /// <summary>Packets in it now.</summary>
    public int Count { get; private set; }

    /// <summary>True when no further packet fits.</summary>
    public bool IsFull => Count == _packets.Length;

    /// <summary>The packet at <paramref name="index"/>, 0 to <see cref="Count"/> - 1.</summary>
    public PacketBuffer this[int index]
    {
        get
        {
            Debug.Assert(index < Count);
            return _packets[index]!;
        }
    }

    /// <summary>Takes a packet over.</summary>
    /// <returns>False when the batch is full; the caller then still owns the packet.</returns>
    public bool TryAdd(PacketBuffer packet)
    {
        if (IsFull)
        {
            return false;
        }

        _packets[Count++] = packet;
        return true;
    }

    /// <summary>Gives the last packet away; the caller owns it.</summary>
    public PacketBuffer TakeLast()
    {
        Debug.Assert(Count > 0);
        PacketBuffer packet = _packets[--Count]!;
        _packets[Count] = null;
        return packet;
    }

    /// <summary>Exchanges packets, and capacity, with another batch: a whole batch changes hands without looking at a packet.</summary>
    public void ExchangeWith(PacketBatch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (_packets, other._packets) = (other._packets, _packets);
        (Count, other.Count) = (other.Count, Count);
    }

    /// <summary>Forgets every packet without returning it: its owner is now somebody else.</summary>
    public void Forget()
    {
        Array.Clear(_packets, 0, Count);
        Count = 0;
    }

    /// <summary>Forgets the first <paramref name="count"/> packets (somebody else owns them) and moves the rest to the front.</summary>
    public void ForgetFirst(int count)
    {
        Debug.Assert(count <= Count);
        int rest = Count - count;
        Array.Copy(_packets, count, _packets, 0, rest);
        Array.Clear(_packets, rest, count);
        Count = rest;
    }
}
