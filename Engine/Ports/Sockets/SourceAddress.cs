using System.Net;
using System.Net.Sockets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>Asks the kernel which of its addresses it would send from.</summary>
public static class SourceAddress
{
    /// <summary>The address that packets to a destination leave from.</summary>
    /// <param name="destination">The destination; nothing is sent to it.</param>
    /// <returns>The unspecified address when there is no way there now.</returns>
    public static IpAddress For(in IpAddress destination)
    {
        const int AnyPort = 9;
        var unspecified = new IpAddress(UInt128.Zero, destination.IsIpv6);
        try
        {
            using var probe = new Socket(
                destination.IsIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(destination.ToIPAddress(), AnyPort);
            return IpAddress.From(((IPEndPoint)probe.LocalEndPoint!).Address);
        }
        catch (SocketException)
        {
            return unspecified;
        }
    }
}
