using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Machine;

/// <summary>The DNS servers in <c>resolv.conf</c> (resolv.conf(5)).</summary>
internal static class ResolvConf
{
    private static readonly AddressRange LoopbackIpv4 = AddressRange.FromPrefix(new IpAddress(0x7F000000, IsIpv6: false), 8);
    private static readonly IpAddress LoopbackIpv6 = new(UInt128.One, IsIpv6: true);

    /// <summary>Reads the lines <c>nameserver ADDRESS</c>; what is no such line is passed over.</summary>
    public static IReadOnlyList<IpAddress> Parse(string text)
    {
        var servers = new List<IpAddress>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("nameserver") && line.Length > 10 && char.IsWhiteSpace(line[10])
                && AddressText.TryParse(line[10..].Trim(), out IpAddress server))
            {
                servers.Add(server);
            }
        }

        return servers;
    }

    /// <summary>True when all servers are this machine: a forwarder whose own servers are meant.</summary>
    public static bool IsStub(IReadOnlyList<IpAddress> servers) =>
        servers.Count > 0 && servers.All(server => LoopbackIpv4.Contains(server) || server == LoopbackIpv6);
}
