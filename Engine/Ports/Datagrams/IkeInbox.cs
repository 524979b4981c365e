using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Datagrams;

/// <summary>IKE messages that wait, up to a bound, between the thread that reads a port and the one that answers them.</summary>
/// <remarks>
/// A full queue refuses before it copies: a flood costs no memory. There are three queues that take turns, the oldest message first in each,
/// so that who floods one of them keeps nobody else out:
/// <code>
/// messages that name an SPI of ours    first requests that bring a cookie    first requests of strangers
/// </code>
/// </remarks>
public sealed class IkeInbox : IIkeDatagrams
{
    private const int Queues = 3;

    private readonly object _lock = new();
    private readonly Queue<IkeDatagram>[] _waiting = new Queue<IkeDatagram>[Queues];
    private readonly int _capacity;
    private int _turn;
    private int _count;
    private long _refused;

    /// <param name="capacity">Messages that wait in each queue at most; at least 1.</param>
    public IkeInbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        for (int queue = 0; queue < Queues; queue++)
        {
            _waiting[queue] = new Queue<IkeDatagram>();
        }
    }

    /// <summary>Messages that wait now.</summary>
    public int Waiting => Volatile.Read(ref _count);

    /// <summary>Messages that did not fit so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <inheritdoc/>
    public bool TryAdd(in UdpEndpoint local, in UdpEndpoint remote, ReadOnlySpan<byte> message)
    {
        Queue<IkeDatagram> queue = _waiting[QueueOf(message)];
        lock (_lock)
        {
            if (queue.Count == _capacity)
            {
                _refused++;
                return false;
            }

            queue.Enqueue(new IkeDatagram(local, remote, message.ToArray()));
            _count++;
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Takes the oldest message of the queue whose turn it is, waiting for one at most <paramref name="wait"/>.</summary>
    /// <returns>Null when none came in time.</returns>
    public IkeDatagram? TryTake(TimeSpan wait)
    {
        lock (_lock)
        {
            if (_count == 0 && wait > TimeSpan.Zero)
            {
                Monitor.Wait(_lock, wait);
            }

            if (_count == 0)
            {
                return null;
            }

            _count--;
            IkeDatagram? datagram;
            do
            {
                _turn = (_turn + 1) % Queues;
            }
            while (!_waiting[_turn].TryDequeue(out datagram));
            return datagram;
        }
    }

    /// <summary>A cookie stands in front of all else (RFC 7296 §2.6); whether it is good is not for the reader of a port to say.</summary>
    private static int QueueOf(ReadOnlySpan<byte> message)
    {
        if (!IkeHeader.TryRead(message, out IkeHeader header) || header.ResponderSpi != 0)
        {
            return 0;
        }

        return header.NextPayload == PayloadType.Notify ? 1 : 2;
    }
}
