using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Machine;

/// <summary>What this machine knows of the network around it: its addresses, and the servers that it was told of. Read anew at each question.</summary>
/// <param name="root">Where the system's files are; a folder of their like for tests.</param>
public sealed class MachineNetwork(string root = "/")
{
    private const int MostFiles = 256;
    private const int LongestFile = 1 << 20;

    private static readonly (string Folder, string Pattern)[] LeaseFolders =
    [
        ("var/lib/dhcp", "*.leases"),
        ("var/lib/dhclient", "*.leases"),
        ("run/systemd/netif/leases", "*"),
        ("var/lib/NetworkManager", "*.lease"),
    ];

    /// <summary>The machine's own addresses, but for loopback ones.</summary>
    public static IReadOnlyList<IpAddress> OwnAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address))
            .Select(IpAddress.From).Distinct(),
    ];

    /// <summary>Asks DNS for a host.</summary>
    /// <returns>None when there is no such host, or nobody answers.</returns>
    public static async Task<IReadOnlyList<IpAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
            return [.. found.Select(IpAddress.From).Distinct()];
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The servers of <c>resolv.conf</c>; those of systemd-resolved where that one only names the forwarder of this machine.</summary>
    public IReadOnlyList<IpAddress> DnsServers()
    {
        IReadOnlyList<IpAddress> servers = ResolvConf.Parse(Text("etc/resolv.conf"));
        IReadOnlyList<IpAddress> forwarded = ResolvConf.IsStub(servers) ? ResolvConf.Parse(Text("run/systemd/resolve/resolv.conf")) : [];
        return forwarded.Count > 0 ? forwarded : servers;
    }

    /// <summary>The gateways of the default routes, of both families.</summary>
    public IReadOnlyList<IpAddress> DefaultGateways() =>
    [
        .. RouteTable.DefaultGatewaysIpv4(Text("proc/net/route")),
        .. RouteTable.DefaultGatewaysIpv6(Text("proc/net/ipv6_route")),
    ];

    /// <summary>The servers that gave this machine its leases.</summary>
    public IReadOnlyList<IpAddress> DhcpServers() => [.. Leases().SelectMany(lease => lease.DhcpServers).Distinct()];

    /// <summary>The servers that leases or Samba's <c>wins server</c> name.</summary>
    public IReadOnlyList<IpAddress> WinsServers() =>
        [.. Leases().SelectMany(lease => lease.WinsServers).Concat(SambaWinsServers()).Distinct()];

    private IEnumerable<IpAddress> SambaWinsServers() => Text("etc/samba/smb.conf").Split('\n')
        .Select(line => line.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0].Trim().Equals("wins server", StringComparison.OrdinalIgnoreCase))
        .SelectMany(pair => AddressText.All(pair[1]));

    private IEnumerable<LeaseFile> Leases() => LeaseFolders
        .SelectMany(place => Files(Path.Combine(root, place.Folder), place.Pattern))
        .Take(MostFiles)
        .Select(file => LeaseFile.Parse(Text(file)));

    private static string[] Files(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The begin of a file; nothing when it cannot be read.</summary>
    private string Text(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(Path.Combine(root, file));
            byte[] bytes = new byte[LongestFile];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
