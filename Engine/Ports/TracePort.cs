using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Pcap;

namespace Pipeline.Engine.Ports;

/// <summary>Wraps another port and writes every packet that passes, either way, to a capture file.</summary>
/// <remarks>
/// For diagnosis: each packet is copied. A packet keeps its timestamp; one without gets the time of passing. What the
/// wrapped port did not take is not in the file.
/// </remarks>
public sealed class TracePort : IPacketPort
{
    private readonly IPacketPort _inner;
    private readonly PcapWriter _writer;
    private readonly TimeProvider _clock;
    private readonly Lock _writerLock = new();
    private readonly (int Length, long Timestamp)[] _marks = new (int, long)[PacketBatch.MaximumCapacity];
    private byte[] _copies = new byte[1 << 16];

    /// <param name="inner">The port that does the work; disposed with this one.</param>
    /// <param name="writer">Where the trace goes; disposed with this one.</param>
    /// <param name="clock">For packets without a timestamp.</param>
    public TracePort(IPacketPort inner, PcapWriter writer, TimeProvider clock)
    {
        _inner = inner;
        _writer = writer;
        _clock = clock;
    }

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        int before = batch.Count;
        bool more = _inner.Receive(batch, wait);
        if (batch.Count == before)
        {
            return more;
        }

        long now = _clock.GetUtcNow().UtcTicks;
        lock (_writerLock)
        {
            for (int index = before; index < batch.Count; index++)
            {
                _writer.Write(batch[index].Packet, TimeOf(batch[index], now), PcapDirection.Inbound);
            }
        }

        return more;
    }

    /// <inheritdoc/>
    public void Send(PacketBatch batch)
    {
        // After sending, the packets belong to somebody else, and before it nobody knows which of them will pass.
        int count = batch.Count;
        Copy(batch);
        _inner.Send(batch);
        WriteCopies(count - batch.Count);
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _inner.Dropped(reason);

    /// <summary>Disposes the wrapped port and closes the file.</summary>
    /// <exception cref="IOException">The rest of the trace cannot be written.</exception>
    public void Dispose()
    {
        _inner.Dispose();
        _writer.Dispose();
    }

    private static long TimeOf(PacketBuffer packet, long now) => packet.Timestamp == 0 ? now : packet.Timestamp;

    private void Copy(PacketBatch batch)
    {
        long now = _clock.GetUtcNow().UtcTicks;
        int used = 0;
        for (int index = 0; index < batch.Count; index++)
        {
            PacketBuffer packet = batch[index];
            if (_copies.Length - used < packet.Length)
            {
                Array.Resize(ref _copies, Math.Max(_copies.Length * 2, used + packet.Length));
            }

            packet.Packet.CopyTo(_copies.AsSpan(used));
            _marks[index] = (packet.Length, TimeOf(packet, now));
            used += packet.Length;
        }
    }

    private void WriteCopies(int count)
    {
        lock (_writerLock)
        {
            int offset = 0;
            foreach ((int length, long timestamp) in _marks.AsSpan(0, count))
            {
                _writer.Write(_copies.AsSpan(offset, length), timestamp, PcapDirection.Outbound);
                offset += length;
            }
        }
    }
}
