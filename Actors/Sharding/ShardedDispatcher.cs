using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sharding;

/// <summary>Station 2 of both walks: takes each packet of a batch to its shard.</summary>
/// <remarks>
/// <code>
/// outbound   five values of the flow --xxHash--> shard       (fragments: what all fragments of a datagram share)
/// inbound    ESP, AH                 --SPI-----> home shard  (the low 8 bits of the SPI)
///            ICMP "too big"          --quoted SPI--> the shard that sends with it
///            anything else           --xxHash--> shard
/// </code>
/// One instance belongs to one reading thread. A batch is handed over by one channel write a shard; a full channel is a
/// counted drop (<see cref="DropReason.ShardFull"/>), never a wait. With one shard there is nothing to find out: the batch is
/// handed over as it is, no packet is looked at here, and the path counts what is not IP.
/// </remarks>
public sealed class ShardedDispatcher
{
    private readonly int _shardCount;
    private readonly ShardDirectory _directory;
    private readonly BatchRouter _router;

    /// <param name="shards">All shards, by index.</param>
    /// <param name="directory">Where outbound SAs live.</param>
    /// <param name="batches">Where batches for the channels come from.</param>
    /// <param name="direction">Which walk the packets are on.</param>
    public ShardedDispatcher(
        Shard[] shards, ShardDirectory directory, PacketBatchPool batches, PathDirection direction)
    {
        ArgumentNullException.ThrowIfNull(shards);
        (_shardCount, _directory, Direction) = (shards.Length, directory, direction);
        _router = new BatchRouter(shards, batches);
    }

    /// <summary>Which walk the packets are on.</summary>
    public PathDirection Direction { get; }

    /// <summary>Packets dropped here; those that a shard refused are counted at the shard.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Takes a batch to the shards; it is empty afterwards.</summary>
    public void Route(PacketBatch arrivals)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        if (_shardCount == 1)
        {
            _router.AddAll(arrivals, shard: 0, Direction);
            return;
        }

        for (int i = 0; i < arrivals.Count; i++)
        {
            PacketBuffer packet = arrivals[i];
            if (TryShardOf(packet.Packet, out int shard))
            {
                _router.Add(packet, shard, Direction);
            }
            else
            {
                Drops.Drop(packet, DropReason.NotIp);
            }
        }

        arrivals.Forget();
        _router.Flush(Direction);
    }

    /// <summary>Finds the shard of one packet.</summary>
    /// <returns>False when it is no IP packet.</returns>
    internal bool TryShardOf(ReadOnlySpan<byte> packet, out int shard) =>
        TryShardOfPlain(packet, out shard) || TryShardOfAny(packet, out shard);

    /// <summary>The short way for the usual packet of each walk; the general way says the same of it.</summary>
    private bool TryShardOfPlain(ReadOnlySpan<byte> packet, out int shard)
    {
        shard = 0;
        if (Direction == PathDirection.Inbound)
        {
            return TryHome(PlainEsp.TryRead(packet, out PlainEsp esp), esp.Spi, out shard);
        }

        if (!PlainIpv4.TryRead(packet, out PlainIpv4 ip))
        {
            return false;
        }

        shard = ShardOf(FlowHash.Of(ip.Flow));
        return true;
    }

    /// <summary>The general way.</summary>
    internal bool TryShardOfAny(ReadOnlySpan<byte> packet, out int shard)
    {
        shard = 0;
        if (!IpPacket.TryRead(packet, out IpPacket ip))
        {
            // A shard with a known number counts it as malformed; what is not even IP ends here.
            return IpPacket.HasIpVersion(packet);
        }

        if (Direction == PathDirection.Inbound && !ip.IsFragment && TryShardOfProtected(packet, ip, out shard))
        {
            return true;
        }

        shard = ShardOf(FlowHash.OfPacket(ip, packet));
        return true;
    }

    // The hash as a fraction of 2^64, times the number of shards: even, and no division.
    private int ShardOf(ulong hash) => (int)Math.BigMul(hash, (ulong)_shardCount, out _);

    private bool TryShardOfProtected(ReadOnlySpan<byte> packet, in IpPacket ip, out int shard)
    {
        shard = 0;
        ReadOnlySpan<byte> payload = packet[ip.PayloadOffset..ip.TotalLength];
        switch (ip.Protocol)
        {
            case IpProtocol.Esp:
                return TryHome(EspHeader.TryRead(payload, out EspHeader esp), esp.Spi, out shard);
            case IpProtocol.Ah:
                return TryHome(AhHeader.TryRead(payload, out AhHeader ah), ah.Spi, out shard);
            case IpProtocol.Udp when _directory.ReceivesEspOn(payload):
                return TryHome(EspHeader.TryRead(payload[UdpHeader.HeaderLength..], out esp), esp.Spi, out shard);
            case IpProtocol.IcmpV4 or IpProtocol.IcmpV6:
                return PathMtuMessage.TryRead(packet, ip, out PathMtuMessage message)
                    && _directory.TryFindOutbound(message.Protocol, message.Spi, message.Destination, out shard);
            default:
                return false;
        }
    }

    private bool TryHome(bool isRead, uint spi, out int shard)
    {
        shard = isRead ? SpiAllocator.HomeShard(spi, _shardCount) : 0;
        return isRead;
    }
}
