using System.Diagnostics;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;

namespace Pipeline.Actors;

/// <summary>Station 1 of a walk: the thread that receives from one port and takes each batch to the shards.</summary>
internal sealed class PortReader : IDisposable
{
    private const int PausesBetweenLooks = 16;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    private readonly IPacketPort _port;
    private readonly ShardedDispatcher _dispatcher;
    private readonly PacketBatch _batch;
    private readonly TimeSpan _spin;
    private readonly int _processor;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <param name="index">Its number: 0 reads the inner port, 1 the outer.</param>
    /// <param name="port">The port.</param>
    /// <param name="dispatcher">Takes what is received to the shards.</param>
    /// <param name="options">How much it receives at once, where it runs, and how long it looks before it waits.</param>
    public PortReader(int index, IPacketPort port, ShardedDispatcher dispatcher, ShardOptions options)
    {
        (_port, _dispatcher) = (port, dispatcher);
        _batch = new PacketBatch(options.BatchPackets);
        _spin = TimeSpan.FromMicroseconds(options.SpinMicroseconds);
        _processor = ProcessorAffinity.Of(index, options.ReaderAffinity);
        string name = dispatcher.Direction == PathDirection.Outbound ? "inner-port" : "outer-port";
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
        ProcessorAffinity.TryBind(_processor);
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
            return _spin > TimeSpan.Zero ? Watch() : _port.Receive(_batch, Wait);
        }
        catch (Exception fault)
        {
            Fault = fault;
            return false;
        }
    }

    /// <summary>Asks the port without waiting, for as long as the option says, and only then waits.</summary>
    private bool Watch()
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            if (!_port.Receive(_batch, TimeSpan.Zero))
            {
                return false;
            }

            if (_batch.Count > 0)
            {
                return true;
            }

            Thread.SpinWait(PausesBetweenLooks);
        }
        while (Stopwatch.GetElapsedTime(start) < _spin);
        return _port.Receive(_batch, Wait);
    }
}
