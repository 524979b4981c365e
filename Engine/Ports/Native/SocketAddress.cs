using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>An address and port as sockets take them: <c>struct sockaddr_in</c> or <c>sockaddr_in6</c>.</summary>
/// <remarks>
/// <code>
/// | family (host order) | port |  address  |                                   IPv4
/// | family (host order) | port | flow info |  address (16)  |  scope id |      IPv6
/// 0                     2      4           8                24          28
/// </code>
/// </remarks>
internal static class SocketAddress
{
    /// <summary>Bytes of the longer of the two.</summary>
    public const int MaximumLength = 28;

    private const int Ipv4StructLength = 16;
    private const int PortOffset = 2;
    private const int Ipv4AddressOffset = 4;
    private const int Ipv6AddressOffset = 8;

    /// <summary>Writes one.</summary>
    /// <param name="endpoint">The address and port; port 0 for raw sockets.</param>
    /// <param name="destination">At least <see cref="MaximumLength"/> bytes.</param>
    /// <returns>Bytes of it.</returns>
    public static int Write(in UdpEndpoint endpoint, Span<byte> destination)
    {
        destination[..MaximumLength].Clear();
        bool isIpv6 = endpoint.Address.IsIpv6;
        ushort family = isIpv6 ? LinuxNumbers.FamilyIpv6 : LinuxNumbers.FamilyIpv4;
        MemoryMarshal.Write(destination, family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PortOffset..], endpoint.Port);
        endpoint.Address.Write(destination[(isIpv6 ? Ipv6AddressOffset : Ipv4AddressOffset)..]);
        return isIpv6 ? MaximumLength : Ipv4StructLength;
    }

    /// <summary>Reads one.</summary>
    /// <returns>False for another family, or when it is cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out UdpEndpoint endpoint)
    {
        endpoint = default;
        if (source.Length < Ipv4StructLength)
        {
            return false;
        }

        ushort family = MemoryMarshal.Read<ushort>(source);
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(source[PortOffset..]);
        if (family == LinuxNumbers.FamilyIpv4)
        {
            endpoint = new UdpEndpoint(IpAddress.ReadIpv4(source[Ipv4AddressOffset..]), port);
            return true;
        }

        if (family != LinuxNumbers.FamilyIpv6 || source.Length < Ipv6AddressOffset + IpAddress.Ipv6Length)
        {
            return false;
        }

        endpoint = new UdpEndpoint(IpAddress.ReadIpv6(source[Ipv6AddressOffset..]), port);
        return true;
    }
}
