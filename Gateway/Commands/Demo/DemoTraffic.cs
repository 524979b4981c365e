using System.Buffers.Binary;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>The packets of one direction: made at one end, checked at the other.</summary>
/// <remarks>
/// <code>
/// | IPv4 20 | UDP 8 | number 8 | random bytes, the same for all packets of a flow ... |
/// </code>
/// The number says which packet it is and so which flow it belongs to; the rest is compared with the flow's own bytes.
/// One thread sends, one receives; nothing is locked or allocated after construction.
/// </remarks>
internal sealed class DemoTraffic
{
    /// <summary>Bytes of the shortest packet: headers and number.</summary>
    public const int MinimumPacketLength = NumberOffset + sizeof(long);

    /// <summary>Bytes of the longest packet: jumbo frames.</summary>
    public const int MaximumPacketLength = 9000;

    /// <summary>Packets on their way at most. Smaller than every queue between the two ends, so that a loss is a fault.</summary>
    public const int Window = 512;

    private const int NumberOffset = Ipv4Header.MinimumLength + UdpHeader.HeaderLength;
    private const int FlowCount = 256;

    // Far more than can be on their way, so that a place is nearly always free again when its turn comes.
    private const int PlaceCount = 8 * Window;
    private const long NothingExpected = -1;

    private readonly byte[][] _flows;
    private readonly long[] _expected = new long[PlaceCount];
    private long _sent;
    private long _delivered;
    private long _wrong;

    /// <param name="source">The network that the packets come from: its third byte of 10.x.0.0/16.</param>
    /// <param name="destination">The network that they go to.</param>
    /// <param name="packetLength">Bytes of each packet.</param>
    /// <param name="random">Fills the packets.</param>
    public DemoTraffic(byte source, byte destination, int packetLength, Random random)
    {
        Array.Fill(_expected, NothingExpected);
        _flows = new byte[FlowCount][];
        for (int flow = 0; flow < FlowCount; flow++)
        {
            _flows[flow] = MakePacket(NetworkOf(source), NetworkOf(destination), flow, packetLength, random);
        }
    }

    /// <summary>Packets sent so far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Packets that arrived as they were sent.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Packets that arrived altered, twice, or without having been sent.</summary>
    public long Wrong => Volatile.Read(ref _wrong);

    /// <summary>Packets on their way; those that are lost stay on it.</summary>
    public long InFlight => Sent - Delivered;

    /// <summary>
    /// True when the next packets may be sent: few are on their way, and none is left of those that went a whole round of places
    /// before. On a crowded machine one shard may wait long for a processor, and thousands overtake what it has.
    /// </summary>
    /// <param name="count">How many.</param>
    public bool MaySend(int count)
    {
        if (InFlight > Window - count)
        {
            return false;
        }

        for (long number = _sent; number < _sent + count; number++)
        {
            if (Volatile.Read(ref _expected[number % PlaceCount]) != NothingExpected)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes the next packet, at the sending end.</summary>
    public void Fill(PacketBuffer packet)
    {
        long number = _sent;
        byte[] flow = _flows[number % FlowCount];
        flow.CopyTo(packet.Reset(flow.Length));
        BinaryPrimitives.WriteInt64BigEndian(packet.Packet[NumberOffset..], number);
        Volatile.Write(ref _expected[number % PlaceCount], number);
        Volatile.Write(ref _sent, number + 1);
    }

    /// <summary>Checks a packet, at the receiving end.</summary>
    public void Check(ReadOnlySpan<byte> packet)
    {
        if (IsAsSent(packet))
        {
            Volatile.Write(ref _delivered, _delivered + 1);
        }
        else
        {
            Volatile.Write(ref _wrong, _wrong + 1);
        }
    }

    private bool IsAsSent(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < MinimumPacketLength)
        {
            return false;
        }

        long number = BinaryPrimitives.ReadInt64BigEndian(packet[NumberOffset..]);
        if (number < 0 || Volatile.Read(ref _expected[number % PlaceCount]) != number)
        {
            return false;
        }

        ReadOnlySpan<byte> flow = _flows[number % FlowCount];
        bool isSame = packet[..NumberOffset].SequenceEqual(flow[..NumberOffset])
            && packet[MinimumPacketLength..].SequenceEqual(flow[MinimumPacketLength..]);
        if (isSame)
        {
            Volatile.Write(ref _expected[number % PlaceCount], NothingExpected);
        }

        return isSame;
    }

    private static IpAddress NetworkOf(byte network) => new(((UInt128)10 << 24) | ((UInt128)network << 16), IsIpv6: false);

    private static byte[] MakePacket(IpAddress source, IpAddress destination, int flow, int length, Random random)
    {
        byte[] packet = new byte[length];
        random.NextBytes(packet);
        new Ipv4Header
        {
            HeaderLength = Ipv4Header.MinimumLength,
            TotalLength = (ushort)length,
            Identification = (ushort)flow,
            DontFragment = true,
            TimeToLive = 64,
            Protocol = IpProtocol.Udp,
            Source = source with { Value = source.Value + (UInt128)(flow + 1) },
            Destination = destination with { Value = destination.Value + (UInt128)(flow + 1) },
        }.Write(packet);
        // No UDP checksum (RFC 768 allows it in IPv4): the number in the payload changes with every packet.
        var udp = new UdpHeader((ushort)(1024 + flow), 5201, (ushort)(length - Ipv4Header.MinimumLength), Checksum: 0);
        udp.Write(packet.AsSpan(Ipv4Header.MinimumLength));
        return packet;
    }
}
