using System.Diagnostics;

namespace Pipeline.Engine.Packets;

/// <summary>A bounded stock of equal packet buffers; safe for concurrent use.</summary>
/// <remarks>
/// Buffers are made on first need, up to <see cref="MaximumCount"/>, and then only circulate: the packet path
/// allocates nothing. With leak tracking (tests, Debug builds) a double return throws and
/// <see cref="Dispose"/> throws while a buffer is outside, naming who rented it when PIPELINE_TRACE_RENTS is 1.
/// </remarks>
public sealed class PacketPool : IDisposable
{
    /// <summary>Free bytes in front of a fresh packet: outer IPv6, UDP, AH with a 32-byte ICV and ESP with a 16-byte IV fit twice.</summary>
    public const int DefaultHeadroom = 192;

    /// <summary>Free bytes kept behind a packet of <see cref="MaximumPacketLength"/>: 255 of padding, trailer, ICV.</summary>
    public const int Tailroom = 320;

    /// <summary>Set to 1, a leak report shows who rented the buffer; off by default, because every rent walks the stack.</summary>
    private const string TraceRentsSwitch = "PIPELINE_TRACE_RENTS";

    private static readonly bool TracesRents = Environment.GetEnvironmentVariable(TraceRentsSwitch) == "1";

    private readonly Lock _lock = new();
    private readonly PacketBuffer[] _idle;
    private readonly Dictionary<PacketBuffer, string>? _outside;
    private int _idleCount;
    private int _made;

    /// <param name="maximumCount">The most buffers that exist; renting beyond that fails.</param>
    /// <param name="maximumPacketLength">The longest packet that a fresh buffer takes, in bytes.</param>
    /// <param name="headroom">Free bytes in front of a fresh packet.</param>
    /// <param name="trackLeaks">True to know who holds which buffer; costs an allocation a rent.</param>
    public PacketPool(
        int maximumCount, int maximumPacketLength, int headroom = DefaultHeadroom, bool trackLeaks = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPacketLength, 68);
        ArgumentOutOfRangeException.ThrowIfNegative(headroom);
        MaximumCount = maximumCount;
        MaximumPacketLength = maximumPacketLength;
        Headroom = headroom;
        _idle = new PacketBuffer[maximumCount];
        _outside = trackLeaks ? new Dictionary<PacketBuffer, string>(ReferenceEqualityComparer.Instance) : null;
    }

    /// <summary>The most buffers that exist.</summary>
    public int MaximumCount { get; }

    /// <summary>The longest packet that a fresh buffer takes, in bytes.</summary>
    public int MaximumPacketLength { get; }

    /// <summary>Free bytes in front of a fresh packet.</summary>
    public int Headroom { get; }

    /// <summary>Buffers that somebody holds now.</summary>
    public int OutsideCount
    {
        get
        {
            lock (_lock)
            {
                return _made - _idleCount;
            }
        }
    }

    /// <summary>Takes a buffer out of the pool; the caller owns it.</summary>
    /// <returns>Null when all <see cref="MaximumCount"/> are outside.</returns>
    public PacketBuffer? TryRent()
    {
        lock (_lock)
        {
            PacketBuffer packet;
            if (_idleCount > 0)
            {
                packet = _idle[--_idleCount];
            }
            else if (_made < MaximumCount)
            {
                packet = new PacketBuffer(this, Headroom + MaximumPacketLength + Tailroom);
                _made++;
            }
            else
            {
                return null;
            }

            packet.Reset(Headroom, 0);
            packet.Timestamp = 0;
            packet.Tag = 0;
            _outside?.Add(packet, TracesRents ? new StackTrace(1).ToString() : $"set {TraceRentsSwitch}=1 to see where");
            return packet;
        }
    }

    /// <summary>Takes a buffer back to the pool it came from.</summary>
    /// <exception cref="InvalidOperationException">Leak tracking is on and the buffer is not outside.</exception>
    public static void Return(PacketBuffer packet)
    {
        PacketPool pool = packet.Pool;
        lock (pool._lock)
        {
            pool.TakeBack(packet);
        }
    }

    /// <summary>Takes back every packet of a batch, each to its own pool; the batch is empty afterwards.</summary>
    public static void Return(PacketBatch batch)
    {
        while (batch.Count > 0)
        {
            // One lock for each run of packets of the same pool: nearly always one lock a batch.
            PacketPool pool = batch[batch.Count - 1].Pool;
            lock (pool._lock)
            {
                while (batch.Count > 0 && batch[batch.Count - 1].Pool == pool)
                {
                    pool.TakeBack(batch.TakeLast());
                }
            }
        }
    }

    /// <summary>With leak tracking, proves that every buffer came back.</summary>
    /// <exception cref="InvalidOperationException">A buffer is outside; the message names who rented it.</exception>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_outside is { Count: > 0 })
            {
                throw new InvalidOperationException(
                    $"{_outside.Count} packet buffers were not returned; the first was rented: {_outside.Values.First()}");
            }
        }
    }

    private void TakeBack(PacketBuffer packet)
    {
        if (_outside is not null && !_outside.Remove(packet))
        {
            throw new InvalidOperationException("A packet buffer was returned twice.");
        }

        _idle[_idleCount++] = packet;
    }
}
