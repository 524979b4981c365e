using System.Globalization;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration;

/// <summary>A JSON object to a <see cref="TrafficSelector"/>: of an SA or of a filter.</summary>
internal static class SelectorReader
{
    private static readonly Dictionary<string, byte> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["icmp"] = IpProtocol.IcmpV4,
        ["ipv4"] = IpProtocol.Ipv4,
        ["tcp"] = IpProtocol.Tcp,
        ["udp"] = IpProtocol.Udp,
        ["dccp"] = IpProtocol.Dccp,
        ["ipv6"] = IpProtocol.Ipv6,
        ["gre"] = IpProtocol.Gre,
        ["esp"] = IpProtocol.Esp,
        ["ah"] = IpProtocol.Ah,
        ["icmpv6"] = IpProtocol.IcmpV6,
        ["sctp"] = IpProtocol.Sctp,
        ["mobility"] = IpProtocol.Mobility,
        ["udplite"] = IpProtocol.UdpLite,
    };

    /// <summary>Reads a selector.</summary>
    public static TrafficSelector Read(ObjectReader reader) =>
        Read(reader, ReadAddresses(reader, "source"), ReadAddresses(reader, "destination"));

    /// <summary>Reads the rest of a selector.</summary>
    /// <param name="reader">The object.</param>
    /// <param name="source">Source addresses, which were read before; null for any.</param>
    /// <param name="destination">Destination addresses; null for any.</param>
    internal static TrafficSelector Read(ObjectReader reader, AddressRange? source, AddressRange? destination)
    {
        var selector = new TrafficSelector
        {
            Source = source,
            Destination = destination,
            Protocol = ReadProtocol(reader),
            SourcePorts = ReadPorts(reader, "sourcePorts", "sourcePort"),
            DestinationPorts = ReadPorts(reader, "destinationPorts", "destinationPort"),
            IcmpTypes = ReadMessages(reader),
        };
        Check(reader, selector);
        return selector;
    }

    /// <summary>Reads a range of addresses; null for any.</summary>
    /// <param name="reader">The object.</param>
    /// <param name="field">The member.</param>
    /// <param name="otherForms">What else may be written there, for the error.</param>
    internal static AddressRange? ReadAddresses(ObjectReader reader, string field, string otherForms = "")
    {
        ConfigurationNode? node = reader.Find(field);
        if (node is null || IsAny(node))
        {
            return null;
        }

        if (node.Kind == NodeKind.String && AddressRange.TryParse(node.Text, out AddressRange range))
        {
            return range;
        }

        reader.Refuse(field, "is not an address, prefix or range; write \"any\", \"10.0.0.1\", \"10.0.0.0/8\", "
            + $"\"10.0.0.1-10.0.0.9\", or the same for IPv6{otherForms}");
        return null;
    }

    /// <summary>Reads <c>protocol</c>; null for any.</summary>
    internal static byte? ReadProtocol(ObjectReader reader)
    {
        ConfigurationNode? node = reader.Find("protocol");
        if (node is null || IsAny(node))
        {
            return null;
        }

        if (node.Kind is NodeKind.Number or NodeKind.String &&
            byte.TryParse(node.Characters, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
        {
            return number;
        }

        string written = node.Kind == NodeKind.String ? node.Text : "";
        if (Protocols.TryGetValue(written, out byte protocol))
        {
            return protocol;
        }

        reader.Refuse("protocol", "is not \"any\", a number from 0 to 255 or a known name"
            + NearestName.Suggest(written, Protocols.Keys));
        return null;
    }

    private static PortRange ReadPorts(ObjectReader reader, string field, string singular)
    {
        if (reader.Find(field) is not null && reader.Find(singular) is not null)
        {
            reader.Refuse(singular, $"says the same as {field}; remove one of them");
        }

        return ReadPorts(reader, reader.Find(field) is null ? singular : field);
    }

    /// <summary>Reads a range of ports.</summary>
    internal static PortRange ReadPorts(ObjectReader reader, string field)
    {
        ConfigurationNode? node = reader.Find(field);
        if (node is null)
        {
            return PortRange.Any;
        }

        if (node.Kind is NodeKind.String or NodeKind.Number && PortRange.TryParse(node.Text, out PortRange ports))
        {
            return ports;
        }

        reader.Refuse(field, "is not a port range; write \"any\", \"opaque\", 80, \"80\" or \"1000-2000\", each from 0 to 65535");
        return PortRange.Any;
    }

    /// <summary>"8" is every code of type 8, "3/4" is one code, "0-8" is a range of types; packed as type * 256 + code.</summary>
    internal static PortRange ReadMessages(ObjectReader reader)
    {
        ConfigurationNode? node = reader.Find("icmpTypes");
        if (node is null || IsAny(node))
        {
            return PortRange.Any;
        }

        if (node.Kind is NodeKind.String or NodeKind.Number && TryParseMessages(node.Text, out PortRange messages))
        {
            return messages;
        }

        reader.Refuse("icmpTypes", "is not a range of ICMP types; write \"any\", 8 (a type), \"3/4\" (type and code) "
            + "or \"0-8\" (types), each number from 0 to 255");
        return PortRange.Any;
    }

    private static bool TryParseMessages(string text, out PortRange messages)
    {
        messages = PortRange.Any;
        int split = text.AsSpan().IndexOfAny('/', '-');
        if (!TryParseByte(split < 0 ? text : text.AsSpan(0, split), out byte first))
        {
            return false;
        }

        byte second = 0;
        if (split >= 0 && !TryParseByte(text.AsSpan(split + 1), out second))
        {
            return false;
        }

        if (split >= 0 && text[split] == '/')
        {
            messages = PortRange.Of((ushort)((first << 8) | second));
            return true;
        }

        byte last = split < 0 ? first : second;
        messages = new PortRange((ushort)(first << 8), (ushort)((last << 8) | 0xFF));
        return first <= last;
    }

    private static bool TryParseByte(ReadOnlySpan<char> text, out byte value) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool IsAny(ConfigurationNode node) =>
        node.Kind == NodeKind.String && node.Characters.Equals("any", StringComparison.OrdinalIgnoreCase);

    private static void Check(ObjectReader reader, TrafficSelector selector)
    {
        if (selector is { Source: { } source, Destination: { } destination } && source.IsIpv6 != destination.IsIpv6)
        {
            reader.Refuse("destination", "is of another family than source; write two IPv4 or two IPv6 ranges");
        }

        bool hasPorts = !selector.SourcePorts.IsAny || !selector.DestinationPorts.IsAny;
        if (hasPorts && selector.Protocol is { } protocol && !IpProtocol.HasPorts(protocol))
        {
            reader.Refuse("protocol", $"number {protocol} has no ports; remove the ports (for ICMP write icmpTypes)");
        }

        bool typed = selector.Protocol is IpProtocol.IcmpV4 or IpProtocol.IcmpV6 or IpProtocol.Mobility or null;
        if (!selector.IcmpTypes.IsAny && (!typed || hasPorts))
        {
            reader.Refuse("icmpTypes", "is for ICMP only; remove it, or set protocol to \"icmp\" or \"icmpv6\" without ports");
        }
    }
}
