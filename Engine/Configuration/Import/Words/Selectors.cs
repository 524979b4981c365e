using System.Globalization;
using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Traffic selectors as strongSwan writes them: <c>10.1.0.0/16</c>, <c>10.1.0.0/16[tcp/80]</c>, <c>dynamic[udp/1701]</c>.</summary>
internal static class Selectors
{
    // Protocols that our configuration has names for, and whether they have ports.
    private static readonly Dictionary<string, (string Name, bool HasPorts)> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tcp"] = ("tcp", true),
        ["6"] = ("tcp", true),
        ["udp"] = ("udp", true),
        ["17"] = ("udp", true),
        ["dccp"] = ("dccp", true),
        ["33"] = ("dccp", true),
        ["sctp"] = ("sctp", true),
        ["132"] = ("sctp", true),
        ["udplite"] = ("udplite", true),
        ["136"] = ("udplite", true),
        ["icmp"] = ("icmp", false),
        ["1"] = ("icmp", false),
        ["icmpv6"] = ("icmpv6", false),
        ["ipv6-icmp"] = ("icmpv6", false),
        ["58"] = ("icmpv6", false),
        ["gre"] = ("gre", false),
        ["47"] = ("gre", false),
        ["esp"] = ("esp", false),
        ["ah"] = ("ah", false),
    };

    private static readonly Dictionary<string, ushort> Services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ssh"] = 22,
        ["smtp"] = 25,
        ["domain"] = 53,
        ["http"] = 80,
        ["ntp"] = 123,
        ["snmp"] = 161,
        ["https"] = 443,
        ["l2tp"] = 1701,
        ["l2f"] = 1701,
    };

    /// <summary>Reads a selector.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="host">The address that <c>dynamic</c> stands for; null when it is not known.</param>
    /// <param name="selector">The selector; <see cref="ImportedSelector.Any"/> when false is returned.</param>
    /// <param name="problem">Otherwise what is wrong with it, as the end of a sentence.</param>
    public static bool TryRead(string text, string? host, out ImportedSelector selector, out string problem)
    {
        selector = ImportedSelector.Any;
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        string addresses = (bracket < 0 ? text : text[..bracket]).Trim();
        if (IsDynamic(addresses) && host is null)
        {
            problem = "stands for an address that the file does not have";
            return false;
        }

        string? network = IsDynamic(addresses) ? host : Addresses.Network(addresses);
        if (network is null || (bracket >= 0 && !text.EndsWith(']')))
        {
            problem = "is no address, network or range";
            return false;
        }

        string traffic = bracket < 0 ? "" : text[(bracket + 1)..^1];
        return TryReadTraffic(network, traffic, out selector, out problem);
    }

    /// <summary>True for what means the end of the connection itself.</summary>
    public static bool IsDynamic(string text) => text is "" or "dynamic" or "%dynamic";

    /// <summary>Reads <c>tcp/80</c>, <c>udp</c>, <c>17/1701</c>, <c>icmp/8</c>, <c>/53</c>, <c>udp/%any</c>.</summary>
    public static bool TryReadTraffic(string addresses, string text, out ImportedSelector selector, out string problem)
    {
        selector = ImportedSelector.Any;
        problem = "";
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string protocol = (slash < 0 ? text : text[..slash]).Trim();
        string ports = slash < 0 ? "" : text[(slash + 1)..].Trim();
        bool isAny = protocol is "" or "0" or "%any" or "any";
        if (!isAny && !Protocols.ContainsKey(protocol) && !byte.TryParse(protocol, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            problem = "names a protocol that is not known here";
            return false;
        }

        (string name, bool hasPorts) = isAny ? ("", true) : Protocols.GetValueOrDefault(protocol, (protocol, false));
        var made = new ImportedSelector(addresses) { Protocol = isAny ? null : name };
        if (ports is "" or "%any" or "any" or "0" or "0-65535")
        {
            selector = made;
            return true;
        }

        if (name is "icmp" or "icmpv6")
        {
            return TryReadMessage(made, ports, out selector, out problem);
        }

        problem = hasPorts && !isAny ? "has a port that is not known here" : "has ports for a protocol without ports";
        if (!hasPorts || isAny || !TryReadPorts(ports, out string written))
        {
            return false;
        }

        selector = made with { Ports = written };
        return true;
    }

    private static bool TryReadPorts(string text, out string ports)
    {
        ports = text is "opaque" or "%opaque" ? "opaque" : text;
        if (Services.TryGetValue(text, out ushort service))
        {
            ports = service.ToString(CultureInfo.InvariantCulture);
        }

        string[] ends = ports.Split('-');
        return ports == "opaque" || (ends.Length <= 2
            && ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) && first <= last);
    }

    /// <summary>Type and code share the place of a port: a type alone, or type * 256 + code.</summary>
    private static bool TryReadMessage(ImportedSelector made, string text, out ImportedSelector selector, out string problem)
    {
        bool isNumber = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number);
        problem = isNumber ? "" : "has an ICMP message that is no number";
        string types = number < 256
            ? number.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{number >> 8}/{number & 0xFF}");
        selector = isNumber ? made with { IcmpTypes = types } : ImportedSelector.Any;
        return isNumber;
    }
}
