using System.Globalization;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>
/// A packet as a user writes it: <c>tcp 10.1.0.5:51000 > 10.2.0.9:80</c>, <c>icmp 10.1.0.5 > 10.2.0.9 8</c>, <c>47 10.1.0.5 > 10.2.0.9</c>.
/// </summary>
internal static class PacketQuestion
{
    /// <summary>How to write one.</summary>
    public const string Form =
        "write it as \"tcp 10.1.0.5:51000 > 10.2.0.9:80\", \"udp [2001:db8::1]:5000 > [2001:db8::2]:53\", "
        + "\"icmp 10.1.0.5 > 10.2.0.9\" or \"47 10.1.0.5 > 10.2.0.9\"";

    // ICMP: what one asks about is a ping, of each family the type of an echo request.
    private const ushort EchoRequestV4 = 8 << 8;
    private const ushort EchoRequestV6 = 128 << 8;

    private static readonly Dictionary<string, byte> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tcp"] = IpProtocol.Tcp,
        ["udp"] = IpProtocol.Udp,
        ["sctp"] = IpProtocol.Sctp,
        ["icmp"] = IpProtocol.IcmpV4,
        ["icmpv6"] = IpProtocol.IcmpV6,
        ["gre"] = IpProtocol.Gre,
        ["esp"] = IpProtocol.Esp,
        ["ah"] = IpProtocol.Ah,
    };

    /// <summary>Reads one.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="flow">The flow that the packet belongs to.</param>
    /// <param name="problem">What is wrong, and how to write it, when false is returned.</param>
    public static bool TryParse(string text, out FlowKey flow, out string problem)
    {
        flow = default;
        string[] words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (4 or 5) || words[2] is not (">" or "->"))
        {
            problem = $"is no packet; {Form}";
            return false;
        }

        if (!Protocols.TryGetValue(words[0], out byte protocol)
            && !byte.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out protocol))
        {
            problem = $"begins with {words[0]}, which is no protocol; {Form}";
            return false;
        }

        bool hasPorts = IpProtocol.HasPorts(protocol);
        if (!TryReadSide(words[1], hasPorts, out UdpEndpoint source) || !TryReadSide(words[3], hasPorts, out UdpEndpoint destination)
            || source.Address.IsIpv6 != destination.Address.IsIpv6)
        {
            problem = hasPorts
                ? $"needs two addresses of one family with a port each; {Form}"
                : $"needs two addresses of one family without ports; {Form}";
            return false;
        }

        return TryMake(protocol, source, destination, words.Length == 5 ? words[4] : null, out flow, out problem);
    }

    private static bool TryMake(byte protocol, UdpEndpoint source, UdpEndpoint destination, string? type, out FlowKey flow, out string problem)
    {
        problem = "";
        flow = new FlowKey(source.Address, destination.Address, protocol, source.Port, destination.Port, IpProtocol.HasPorts(protocol));
        bool hasType = protocol is IpProtocol.IcmpV4 or IpProtocol.IcmpV6;
        if (!hasType)
        {
            problem = type is null ? "" : $"has a fifth word, which only the type of an ICMP message may be; {Form}";
            return type is null;
        }

        ushort message = protocol == IpProtocol.IcmpV6 ? EchoRequestV6 : EchoRequestV4;
        if (type is not null)
        {
            if (!byte.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
            {
                problem = "ends with what is no type of an ICMP message: a number from 0 to 255";
                return false;
            }

            message = (ushort)(number << 8);
        }

        flow = new FlowKey(source.Address, destination.Address, protocol, message, 0, HasPorts: true);
        return true;
    }

    private static bool TryReadSide(string text, bool hasPort, out UdpEndpoint side)
    {
        side = default;
        if (!hasPort)
        {
            bool isAddress = IpAddress.TryParse(text.Trim('[', ']'), out IpAddress alone);
            side = new UdpEndpoint(alone, 0);
            return isAddress;
        }

        int colon = text.LastIndexOf(':');
        string address = colon < 0 ? "" : text[..colon];

        // Without brackets nobody could tell the last group of an IPv6 address from a port.
        bool isRead = IpAddress.TryParse(address.Trim('[', ']'), out IpAddress read) && (!read.IsIpv6 || address.StartsWith('['))
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            && (side = new UdpEndpoint(read, port)) != default;
        return isRead;
    }
}
