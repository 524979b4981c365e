using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>The hosts behind one gateway: one thread that sends one direction's packets and checks the other's.</summary>
internal sealed class DemoHost
{
    /// <summary>Packets sent at once.</summary>
    public const int BatchPackets = 64;

    // Short: with a full window it is also how late the other end's progress is noticed when nothing arrives here.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(1);

    private readonly IPacketPort _port;
    private readonly PacketPool _pool;
    private readonly DemoTraffic _sends;
    private readonly DemoTraffic _receives;
    private readonly PacketBatch _outgoing = new(BatchPackets);
    private readonly PacketBatch _incoming = new();
    private readonly Thread _thread;
    private volatile bool _quiet;
    private volatile bool _ended;

    /// <param name="name">Names the thread.</param>
    /// <param name="port">The hosts' end of the cable to their gateway.</param>
    /// <param name="pool">Where the packets come from.</param>
    /// <param name="sends">What these hosts send.</param>
    /// <param name="receives">What the other hosts send to these.</param>
    public DemoHost(string name, IPacketPort port, PacketPool pool, DemoTraffic sends, DemoTraffic receives)
    {
        (_port, _pool, _sends, _receives) = (port, pool, sends, receives);
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
    }

    /// <summary>Begins to send and to check.</summary>
    public void Start() => _thread.Start();

    /// <summary>Sends nothing new from now on; goes on checking.</summary>
    public void BeQuiet() => _quiet = true;

    /// <summary>Ends the thread.</summary>
    public void Stop()
    {
        _ended = true;
        _thread.Join();
        PacketPool.Return(_outgoing);
        PacketPool.Return(_incoming);
    }

    private void Loop()
    {
        while (!_ended)
        {
            bool sent = TrySend();
            _port.Receive(_incoming, sent ? TimeSpan.Zero : Wait);
            for (int index = 0; index < _incoming.Count; index++)
            {
                _receives.Check(_incoming[index].Packet);
            }

            PacketPool.Return(_incoming);
        }
    }

    /// <summary>Sends a full batch, or what the port did not take of the last.</summary>
    private bool TrySend()
    {
        if (_outgoing.Count == 0 && !_quiet && _sends.MaySend(BatchPackets))
        {
            while (!_outgoing.IsFull && _pool.TryRent() is { } packet)
            {
                _sends.Fill(packet);
                _outgoing.TryAdd(packet);
            }
        }

        int before = _outgoing.Count;
        _port.Send(_outgoing);
        return _outgoing.Count < before;
    }
}
