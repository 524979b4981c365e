using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath.Negotiation;

/// <summary>Arrivals whose SA this shard does not have: another shard's, those that are early, and nobody's.</summary>
/// <remarks>
/// A responder may send as soon as it has agreed to an SA (RFC 7296 §1.2), and its packets overtake its answer, in which there is a signature
/// to verify. They are held for a moment, few of them, and only for SPIs that we have offered, which an outsider has not seen. What does not
/// fit, or has waited too long, is dropped as <see cref="DropReason.UnknownSpi"/>. One thread, the shard's.
/// </remarks>
/// <param name="options">How many, and how long.</param>
/// <param name="offered">SPIs that we have offered; null when no SAs are negotiated.</param>
/// <param name="neighbours">The other shards; null when there are none.</param>
/// <param name="drops">Counts what nobody takes.</param>
internal sealed class EarlyPackets(HoldOptions options, IOfferedSpis? offered, IShardNeighbours? neighbours, DropCounters drops) : IDisposable
{
    private readonly List<Early> _early = new(options.MaximumCount);
    private readonly PacketBatch _ready = new(options.MaximumCount);

    /// <summary>True when packets are held.</summary>
    public bool Any => _early.Count > 0;

    /// <summary>Takes over a packet for which there is no SA here.</summary>
    /// <param name="packet">The packet, whole.</param>
    /// <param name="protocol">ESP or AH.</param>
    /// <param name="spi">Its SPI.</param>
    /// <param name="now">A monotonic time.</param>
    public void Take(PacketBuffer packet, SaProtocol protocol, uint spi, TimeSpan now)
    {
        if (neighbours?.TryHandOver(packet, protocol, spi) == true)
        {
            return;
        }

        if (_early.Count == options.MaximumCount || offered?.IsOffered(spi) != true)
        {
            drops.Drop(packet, DropReason.UnknownSpi);
            return;
        }

        _early.Add(new Early(packet, protocol, spi, now + options.EarlyTimeout));
    }

    /// <summary>Lets packets go whose SA is there now, and drops those that have waited too long.</summary>
    /// <param name="sas">The SAs of this shard.</param>
    /// <param name="now">A monotonic time.</param>
    /// <returns>The packets, in their order; the caller's, who forgets the batch before the next call.</returns>
    public PacketBatch Release(SaDatabase sas, TimeSpan now)
    {
        int kept = 0;
        for (int index = 0; index < _early.Count; index++)
        {
            Early early = _early[index];
            if (sas.FindInbound(early.Protocol, early.Spi) is not null)
            {
                _ready.TryAdd(early.Packet);
            }
            else if (now >= early.Deadline)
            {
                drops.Drop(early.Packet, DropReason.UnknownSpi);
            }
            else
            {
                _early[kept++] = early;
            }
        }

        _early.RemoveRange(kept, _early.Count - kept);
        return _ready;
    }

    /// <summary>Gives every buffer back to its pool.</summary>
    public void Dispose()
    {
        _early.ForEach(early => PacketPool.Return(early.Packet));
        _early.Clear();
    }

    private readonly record struct Early(PacketBuffer Packet, SaProtocol Protocol, uint Spi, TimeSpan Deadline);
}
