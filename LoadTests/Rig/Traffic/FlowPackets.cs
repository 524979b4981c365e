using System.Buffers.Binary;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>Makes the packets of numbered flows: UDP over IPv4, the destination address says the SA.</summary>
/// <remarks>
/// <code>
/// source 10.0.0.0 + flow   destination 11.0.0.0 + SA   ports 1024 + flow, 5201   the same filling in every packet
/// </code>
/// </remarks>
internal sealed class FlowPackets
{
    /// <summary>Bytes of the shortest packet.</summary>
    public const int MinimumSize = Ipv4Header.MinimumLength + UdpHeader.HeaderLength;

    private const uint FirstSource = 10u << 24;
    private const uint FirstDestination = 11u << 24;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;
    private const int ModuloPorts = 60_000;

    private readonly byte[] _template;
    private readonly int _saCount;

    /// <param name="size">Bytes of each packet; at least <see cref="MinimumSize"/>.</param>
    /// <param name="saCount">SAs that the flows are spread over.</param>
    public FlowPackets(int size, int saCount)
    {
        _saCount = saCount;
        _template = new byte[size];
        new Random(size).NextBytes(_template);
        new Ipv4Header
        {
            TotalLength = (ushort)size,
            TimeToLive = 64,
            Protocol = IpProtocol.Udp,
            Source = new IpAddress(FirstSource, IsIpv6: false),
            Destination = new IpAddress(FirstDestination, IsIpv6: false),
        }.Write(_template);
        // No UDP checksum, which RFC 768 allows in IPv4.
        new UdpHeader(1024, 5201, (ushort)(size - Ipv4Header.MinimumLength), Checksum: 0).Write(_template.AsSpan(Ipv4Header.MinimumLength));
    }

    /// <summary>The destination of the flows of an SA.</summary>
    public static IpAddress DestinationOf(int sa) => new(FirstDestination + (UInt128)sa, IsIpv6: false);

    /// <summary>An address that no flow goes to.</summary>
    public static IpAddress Elsewhere(int number) => new((12u << 24) + (UInt128)number, IsIpv6: false);

    /// <summary>The SA of a flow.</summary>
    public int SaOf(int flow) => flow % _saCount;

    /// <summary>Makes a packet of a flow.</summary>
    public void Fill(PacketBuffer buffer, int flow)
    {
        _template.CopyTo(buffer.Reset(_template.Length));
        Address(buffer.Packet, flow);
    }

    /// <summary>Makes a packet of a flow whose filling is whatever was in the buffer.</summary>
    public void FillHeader(PacketBuffer buffer, int flow)
    {
        _template.AsSpan(0, MinimumSize).CopyTo(buffer.Reset(_template.Length));
        Address(buffer.Packet, flow);
    }

    private void Address(Span<byte> packet, int flow)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[SourceOffset..], FirstSource + ((uint)flow & 0xFF_FFFF));
        BinaryPrimitives.WriteUInt32BigEndian(packet[DestinationOffset..], FirstDestination + (uint)SaOf(flow));
        BinaryPrimitives.WriteUInt16BigEndian(packet[Ipv4Header.MinimumLength..], (ushort)(1024 + (flow % ModuloPorts)));
        Ipv4Header.WriteChecksum(packet);
    }
}
