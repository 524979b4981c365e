using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Machine;

/// <summary>Default gateways in <c>/proc/net/route</c> and <c>/proc/net/ipv6_route</c>.</summary>
internal static class RouteTable
{
    /// <summary>RTF_GATEWAY of linux/route.h: the next hop is a router and not the destination itself.</summary>
    private const uint ByGateway = 0x0002;

    /// <summary>Reads <c>/proc/net/route</c>: hexadecimal, each number as it lies in memory.</summary>
    public static IReadOnlyList<IpAddress> DefaultGatewaysIpv4(string text)
    {
        // Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
        const int DestinationColumn = 1, GatewayColumn = 2, FlagsColumn = 3, MaskColumn = 7;
        var gateways = new List<IpAddress>();
        foreach (string[] row in Rows(text, MaskColumn))
        {
            if (TryHex(row[DestinationColumn], out uint destination) && destination == 0
                && TryHex(row[MaskColumn], out uint mask) && mask == 0
                && TryHex(row[FlagsColumn], out uint flags) && (flags & ByGateway) != 0
                && TryHex(row[GatewayColumn], out uint gateway))
            {
                gateways.Add(new IpAddress(BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(gateway) : gateway, IsIpv6: false));
            }
        }

        return gateways;
    }

    /// <summary>Reads <c>/proc/net/ipv6_route</c>: hexadecimal, in network order.</summary>
    public static IReadOnlyList<IpAddress> DefaultGatewaysIpv6(string text)
    {
        // Destination Length Source Length NextHop Metric RefCnt Use Flags Iface
        const int DestinationColumn = 0, LengthColumn = 1, NextHopColumn = 4, FlagsColumn = 8;
        var gateways = new List<IpAddress>();
        foreach (string[] row in Rows(text, FlagsColumn))
        {
            if (TryHex128(row[DestinationColumn], out UInt128 destination) && destination == UInt128.Zero
                && TryHex(row[LengthColumn], out uint length) && length == 0
                && TryHex(row[FlagsColumn], out uint flags) && (flags & ByGateway) != 0
                && TryHex128(row[NextHopColumn], out UInt128 gateway) && gateway != UInt128.Zero)
            {
                gateways.Add(new IpAddress(gateway, IsIpv6: true));
            }
        }

        return gateways;
    }

    private static IEnumerable<string[]> Rows(string text, int lastColumn) => text.Split('\n')
        .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .Where(row => row.Length > lastColumn);

    private static bool TryHex(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);

    private static bool TryHex128(string text, out UInt128 number) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
