using Pipeline.Actors.Sharding;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.Actors;

/// <summary>Station 1 of a walk: the thread that receives from one port and takes each batch to the shards.</summary>
internal sealed class PortReader : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    private readonly IPacketPort _port;
    private readonly ShardedDispatcher _dispatcher;
    private readonly PacketBatch _batch;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public PortReader(string name, IPacketPort port, ShardedDispatcher dispatcher, int batchPackets)
    {
        (_port, _dispatcher) = (port, dispatcher);
        _batch = new PacketBatch(batchPackets);
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
    }

    public ShardedDispatcher Dispatcher => _dispatcher;

    /// <summary>Why the port is not read any more; null while it is, or when it ended by itself.</summary>
    public Exception? Fault { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Stops after the batch at hand.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    private void Loop()
    {
        while (!_stopping && TryReceive())
        {
            if (_batch.Count > 0)
            {
                _dispatcher.Route(_batch);
            }
        }

        // The last batch of a port that ended, or failed in the middle of one.
        _dispatcher.Route(_batch);
    }

    /// <summary>A port that throws is broken for good (a damaged file, a lost device); the gateway goes on without it.</summary>
    private bool TryReceive()
    {
        try
        {
            return _port.Receive(_batch, Wait);
        }
        catch (Exception fault)
        {
            Fault = fault;
            return false;
        }
    }
}
