using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>What the fragments of one datagram share (RFC 791 §3.2, RFC 8200 §4.5).</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="Protocol">The protocol for IPv4; 0 for IPv6, whose fragments need not agree on it.</param>
/// <param name="Identification">The identification.</param>
internal readonly record struct DatagramKey(IpAddress Source, IpAddress Destination, byte Protocol, uint Identification)
{
    /// <summary>The key of a fragment.</summary>
    public static DatagramKey Of(in IpPacket ip) =>
        new(ip.Source, ip.Destination, ip.IsIpv6 ? (byte)0 : ip.Protocol, ip.Identification);
}
