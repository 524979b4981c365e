using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Datagrams;

/// <summary>IKE messages that wait, up to a bound, between the thread that reads a port and the one that answers them.</summary>
/// <remarks>A full queue refuses before it copies: a flood costs no memory. Nothing is told twice, the oldest comes first.</remarks>
public sealed class IkeInbox : IIkeDatagrams
{
    private readonly object _lock = new();
    private readonly Queue<IkeDatagram> _waiting;
    private readonly int _capacity;
    private long _refused;

    /// <param name="capacity">Messages that wait at most; at least 1.</param>
    public IkeInbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _waiting = new Queue<IkeDatagram>(capacity);
    }

    /// <summary>Messages that did not fit so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <inheritdoc/>
    public bool TryAdd(in UdpEndpoint local, in UdpEndpoint remote, ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            if (_waiting.Count == _capacity)
            {
                _refused++;
                return false;
            }

            _waiting.Enqueue(new IkeDatagram(local, remote, message.ToArray()));
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Takes the oldest message, waiting for one at most <paramref name="wait"/>.</summary>
    /// <returns>Null when none came in time.</returns>
    public IkeDatagram? TryTake(TimeSpan wait)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && wait > TimeSpan.Zero)
            {
                Monitor.Wait(_lock, wait);
            }

            return _waiting.TryDequeue(out IkeDatagram? datagram) ? datagram : null;
        }
    }
}
