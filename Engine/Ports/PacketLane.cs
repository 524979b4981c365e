using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>A bounded queue of packets from one thread to another: one direction of an <see cref="InMemoryPort"/>.</summary>
internal sealed class PacketLane
{
    private readonly object _lock = new();
    private readonly PacketBuffer?[] _ring;
    private int _first;
    private int _count;
    private bool _closed;

    public PacketLane(int capacityPackets)
    {
        _ring = new PacketBuffer?[capacityPackets];
    }

    /// <summary>Takes packets off the front of the batch until it is empty or the lane is full or closed.</summary>
    public void Send(PacketBatch batch)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            int sent = Math.Min(batch.Count, _ring.Length - _count);
            for (int index = 0; index < sent; index++)
            {
                _ring[(_first + _count) % _ring.Length] = batch[index];
                _count++;
            }

            batch.ForgetFirst(sent);
            if (sent > 0)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Moves what is there into the batch, waiting for the first packet.</summary>
    /// <returns>False when the lane is closed and empty.</returns>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        lock (_lock)
        {
            if (_count == 0 && !_closed && wait > TimeSpan.Zero)
            {
                WaitForPacket(wait);
            }

            int before = batch.Count;
            while (_count > 0 && batch.TryAdd(_ring[_first]!))
            {
                _ring[_first] = null;
                _first = (_first + 1) % _ring.Length;
                _count--;
            }

            return _count > 0 || !_closed || batch.Count > before;
        }
    }

    /// <summary>Takes nothing more; what is queued can still be received.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Takes nothing more, and what is queued goes back to its pools.</summary>
    public void CloseAndClear()
    {
        lock (_lock)
        {
            Close();
            for (; _count > 0; _count--)
            {
                PacketPool.Return(_ring[_first]!);
                _ring[_first] = null;
                _first = (_first + 1) % _ring.Length;
            }
        }
    }

    private void WaitForPacket(TimeSpan wait)
    {
        // Monitor, not a task or a channel: waiting allocates nothing. A pulse may be for nothing, hence the loop.
        long deadline = Environment.TickCount64 + (long)Math.Min(wait.TotalMilliseconds, int.MaxValue);
        long left = deadline - Environment.TickCount64;
        while (_count == 0 && !_closed && left > 0)
        {
            Monitor.Wait(_lock, (int)left);
            left = deadline - Environment.TickCount64;
        }
    }
}
