using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Where the next datagram is received: a buffer of the pool, or one of its own when the pool is empty.</summary>
/// <remarks>
/// An empty pool must not stop the port: IKE needs no buffer of the pool, and packets that are lost are counted here rather
/// than in the kernel. One thread.
/// </remarks>
internal sealed class ReceiveBuffers : IDisposable
{
    private readonly PacketPool _pool;
    private readonly PortDrops _drops;
    private readonly PacketPool _sparePool;
    private readonly PacketBuffer _spare;
    private PacketBuffer? _next;

    /// <param name="pool">Where packets are rented.</param>
    /// <param name="drops">Counts packets that the pool had no buffer for.</param>
    public ReceiveBuffers(PacketPool pool, PortDrops drops)
    {
        (_pool, _drops) = (pool, drops);
        _sparePool = new PacketPool(1, pool.MaximumPacketLength, pool.Headroom);
        _spare = _sparePool.TryRent()!;
    }

    /// <summary>The buffer for the next datagram; the same until it is passed on.</summary>
    public PacketBuffer Next
    {
        get
        {
            if (_next is null || _next == _spare)
            {
                _next = _pool.TryRent() ?? _spare;
            }

            return _next;
        }
    }

    /// <summary>Puts the buffer, filled now, into the batch; or counts the packet when it is the spare one's.</summary>
    public void Pass(PacketBatch batch)
    {
        if (_next == _spare)
        {
            _drops.Count(DropReason.PoolEmpty);
        }
        else if (_next is not null && batch.TryAdd(_next))
        {
            _next = null;
        }
    }

    /// <summary>Gives the buffer at hand back.</summary>
    public void Dispose()
    {
        if (_next is not null && _next != _spare)
        {
            PacketPool.Return(_next);
        }

        _next = null;
        PacketPool.Return(_spare);
        _sparePool.Dispose();
    }
}
