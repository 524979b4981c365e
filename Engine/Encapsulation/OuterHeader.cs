using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The outer IP header of a tunnel-mode SA: what is the same in every packet (RFC 4301 §5.1.2).</summary>
public sealed class OuterHeader
{
    /// <summary>Outer source address.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>Outer destination address.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>TTL or hop limit of a fresh outer header; the inner one is not copied.</summary>
    public required byte HopLimit { get; init; }

    /// <summary>How the DF bit comes about; IPv4 only.</summary>
    public required DontFragmentPolicy DontFragment { get; init; }

    /// <summary>The DSCP to send, 0 to 63, or null to copy the inner one.</summary>
    public required byte? Dscp { get; init; }

    /// <summary>Whether the receiver of the tunnel understands ECN (RFC 6040 §4.3).</summary>
    public required EcnMode Ecn { get; init; }

    /// <summary>Bytes of the header: 20 or 40.</summary>
    public int Length => Source.IsIpv6 ? Ipv6Header.Length : Ipv4Header.MinimumLength;

    /// <summary>Puts the header in front of a protected packet.</summary>
    /// <param name="buffer">ESP, AH or UDP with the rest behind it.</param>
    /// <param name="protocol">Which of the three.</param>
    /// <param name="innerTrafficClass">DSCP and ECN of the inner packet.</param>
    /// <param name="innerDontFragment">DF of the inner packet; true for IPv6.</param>
    /// <param name="identification">IPv4 identification, for packets that may be fragmented (RFC 6864).</param>
    public void Prepend(
        PacketBuffer buffer, byte protocol, byte innerTrafficClass, bool innerDontFragment, ushort identification)
    {
        int payloadLength = buffer.Length;
        Span<byte> bytes = buffer.Prepend(Length);
        byte trafficClass = TrafficClassRules.Encapsulate(innerTrafficClass, Ecn, Dscp);
        if (Source.IsIpv6)
        {
            new Ipv6Header
            {
                TrafficClass = trafficClass,
                PayloadLength = (ushort)payloadLength,
                NextHeader = protocol,
                HopLimit = HopLimit,
                Source = Source,
                Destination = Destination,
            }.Write(bytes);
            return;
        }

        new Ipv4Header
        {
            TypeOfService = trafficClass,
            TotalLength = (ushort)(payloadLength + Ipv4Header.MinimumLength),
            Identification = identification,
            DontFragment = SetsDontFragment(innerDontFragment),
            TimeToLive = HopLimit,
            Protocol = protocol,
            Source = Source,
            Destination = Destination,
        }.Write(bytes);
    }

    private bool SetsDontFragment(bool inner) => DontFragment switch
    {
        DontFragmentPolicy.Set => true,
        DontFragmentPolicy.Clear => false,
        _ => inner,
    };
}
