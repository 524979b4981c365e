using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Pcap;

namespace Pipeline.Engine.Ports;

/// <summary>Capture files as a port: receives the IP packets of one file and sends into another.</summary>
/// <remarks>
/// A file does not lose packets to a slow reader: with an empty pool <see cref="Receive"/> gives what it has and goes on
/// from there. Frames that carry no IP are counted as <see cref="DropReason.NotIp"/>, packets longer than the pool's
/// buffers as <see cref="DropReason.NoRoom"/>. Link padding behind a packet is left on it.
/// </remarks>
public sealed class PcapPort : IPacketPort
{
    private readonly PacketPool _pool;
    private readonly PcapReader? _reader;
    private readonly PcapWriter? _writer;
    private readonly DropCounters _drops = new();

    /// <param name="pool">Where received packets are rented.</param>
    /// <param name="reader">What is received; null for a port that only sends. Belongs to the port.</param>
    /// <param name="writer">What is sent to; null for a port that only receives. Belongs to the port.</param>
    public PcapPort(PacketPool pool, PcapReader? reader, PcapWriter? writer)
    {
        _pool = pool;
        _reader = reader;
        _writer = writer;
    }

    /// <summary>Bytes of the input file that were read; 0 without one.</summary>
    public long Position => _reader?.Position ?? 0;

    /// <summary>Bytes of the input file; 0 without one, -1 when the stream cannot say.</summary>
    public long Length => _reader?.Length ?? 0;

    /// <summary>Fills the batch from the file; never waits but for the disk, or shortly for an empty pool.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="PcapFormatException">The file is damaged; what came before was received.</exception>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        if (_reader is null)
        {
            return false;
        }

        while (!batch.IsFull)
        {
            // Rented first: a frame that was read has somewhere to go.
            PacketBuffer? packet = _pool.TryRent();
            if (packet is null)
            {
                WaitForPool(batch, wait);
                return true;
            }

            if (!ReadPacket(_reader, packet))
            {
                return batch.Count > 0;
            }

            batch.TryAdd(packet);
        }

        return true;
    }

    /// <summary>Writes every packet of the batch, and takes all of them; without an output file it takes none.</summary>
    /// <exception cref="IOException">The file cannot be written; the batch keeps its packets.</exception>
    public void Send(PacketBatch batch)
    {
        if (_writer is null)
        {
            return;
        }

        for (int index = 0; index < batch.Count; index++)
        {
            _writer.Write(batch[index].Packet, batch[index].Timestamp);
        }

        PacketPool.Return(batch);
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _drops[reason];

    /// <summary>Closes both files; what was sent is on the disk then.</summary>
    /// <exception cref="IOException">The rest of the output cannot be written.</exception>
    public void Dispose()
    {
        _reader?.Dispose();
        _writer?.Dispose();
    }

    /// <summary>Reads up to the next frame with a packet that fits; the buffer goes back when there is none.</summary>
    private bool ReadPacket(PcapReader reader, PacketBuffer packet)
    {
        bool filled = false;
        try
        {
            while (!filled && reader.Read(out PcapFrame frame))
            {
                filled = TryFill(packet, frame);
            }

            return filled;
        }
        finally
        {
            if (!filled)
            {
                PacketPool.Return(packet);
            }
        }
    }

    private bool TryFill(PacketBuffer packet, PcapFrame frame)
    {
        if (!LinkHeader.TryFindIp(frame.LinkType, frame.Bytes, out int offset))
        {
            _drops.Count(DropReason.NotIp);
            return false;
        }

        if (!packet.TryFill(frame.Bytes[offset..]))
        {
            _drops.Count(DropReason.NoRoom);
            return false;
        }

        packet.Timestamp = frame.Timestamp;
        return true;
    }

    private static void WaitForPool(PacketBatch batch, TimeSpan wait)
    {
        // Others hold the buffers; a millisecond lets them return some, instead of asking again at once.
        if (batch.Count == 0 && wait > TimeSpan.Zero)
        {
            Thread.Sleep(1);
        }
    }
}
