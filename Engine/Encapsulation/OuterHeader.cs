using System.Buffers.Binary;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The outer IP header of a tunnel-mode SA: what is the same in every packet (RFC 4301 §5.1.2).</summary>
/// <remarks>
/// Everything that no packet changes is computed once, the checksum of it included. The plain way to the same bytes is <see cref="Ipv4Header.Write"/> with
/// <see cref="TrafficClassRules.Encapsulate"/>; a test compares the two.
/// </remarks>
public sealed class OuterHeader
{
    private readonly IpAddress _source;
    private readonly IpAddress _destination;
    private readonly byte _hopLimit;

    /// <param name="source">Outer source address.</param>
    /// <param name="destination">Outer destination address, of the same family.</param>
    /// <param name="hopLimit">TTL or hop limit of a fresh outer header; the inner one is not copied.</param>
    /// <param name="dontFragment">How the DF bit comes about; IPv4 only.</param>
    /// <param name="dscp">The DSCP to send, 0 to 63, or null to copy the inner one.</param>
    /// <param name="ecn">Whether the receiver of the tunnel understands ECN (RFC 6040 §4.3).</param>
    public OuterHeader(
        in IpAddress source, in IpAddress destination, byte hopLimit, DontFragmentPolicy dontFragment, byte? dscp, EcnMode ecn)
    {
        (_source, _destination, _hopLimit) = (source, destination, hopLimit);
        Span<byte> addresses = stackalloc byte[2 * IpAddress.Ipv6Length];
        source.Write(addresses);
        destination.Write(addresses[source.Length..]);
        uint fixedSum = InternetChecksum.Sum(addresses[..(2 * source.Length)]) + 0x4500u + ((uint)hopLimit << 8);
        Patch = new OuterHeaderPatch(fixedSum, dontFragment, dscp, ecn);
        Length = source.IsIpv6 ? Ipv6Header.Length : Ipv4Header.MinimumLength;
    }

    /// <summary>Bytes of the header: 20 or 40.</summary>
    public int Length { get; }

    /// <summary>What differs from packet to packet.</summary>
    internal OuterHeaderPatch Patch { get; }

    /// <summary>Puts the header in front of a protected packet.</summary>
    /// <param name="buffer">ESP, AH or UDP with the rest behind it.</param>
    /// <param name="protocol">Which of the three.</param>
    /// <param name="innerTrafficClass">DSCP and ECN of the inner packet.</param>
    /// <param name="innerDontFragment">DF of the inner packet; true for IPv6.</param>
    /// <param name="identification">IPv4 identification, for packets that may be fragmented (RFC 6864).</param>
    public void Prepend(
        PacketBuffer buffer, byte protocol, byte innerTrafficClass, bool innerDontFragment, ushort identification)
    {
        buffer.Grow(Length, 0);
        Write(buffer.Packet, buffer.Length, protocol, innerTrafficClass, innerDontFragment, identification);
    }

    /// <summary>Writes the header.</summary>
    /// <param name="packet">Takes <see cref="Length"/> bytes.</param>
    /// <param name="totalLength">Bytes of the whole packet, this header included.</param>
    /// <param name="protocol">What follows.</param>
    /// <param name="innerTrafficClass">DSCP and ECN of the inner packet.</param>
    /// <param name="innerDontFragment">DF of the inner packet.</param>
    /// <param name="identification">IPv4 identification.</param>
    internal void Write(
        Span<byte> packet, int totalLength, byte protocol, byte innerTrafficClass, bool innerDontFragment, ushort identification)
    {
        if (_source.IsIpv6)
        {
            WriteIpv6(packet, totalLength, protocol, Patch.TrafficClassOf(innerTrafficClass));
            return;
        }

        packet[Ipv4Header.TimeToLiveOffset] = _hopLimit;
        packet[Ipv4Header.ProtocolOffset] = protocol;
        _source.Write(packet[Ipv4Header.SourceOffset..]);
        _destination.Write(packet[Ipv4Header.DestinationOffset..]);
        Patch.Write(ref packet[0], totalLength, innerTrafficClass, innerDontFragment, identification);
    }

    private void WriteIpv6(Span<byte> packet, int totalLength, byte protocol, uint trafficClass)
    {
        ulong first = (6UL << 60) | ((ulong)trafficClass << 52)
            | ((ulong)(totalLength - Ipv6Header.Length) << 16) | ((uint)protocol << 8) | _hopLimit;
        BinaryPrimitives.WriteUInt64BigEndian(packet, first);
        _source.Write(packet[Ipv6Header.SourceOffset..]);
        _destination.Write(packet[Ipv6Header.DestinationOffset..]);
    }
}
