using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Machine;

/// <summary>What a DHCP client has written down about its lease: dhclient's <c>.leases</c>, or the <c>KEY=VALUE</c> of systemd-networkd and NetworkManager.</summary>
/// <param name="DhcpServers">Who gave the lease (RFC 2132 §9.7).</param>
/// <param name="WinsServers">NetBIOS name servers (RFC 2132 §8.5).</param>
internal sealed record LeaseFile(IReadOnlyList<IpAddress> DhcpServers, IReadOnlyList<IpAddress> WinsServers)
{
    private const string DhclientServer = "option dhcp-server-identifier ";
    private const string DhclientWins = "option netbios-name-servers ";
    private const string NetworkdServer = "SERVER_ADDRESS=";

    /// <summary>Reads either form; of several leases in one file, the last.</summary>
    public static LeaseFile Parse(string text)
    {
        IpAddress[] servers = [];
        IpAddress[] wins = [];
        foreach (ReadOnlySpan<char> written in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = written.Trim();
            if (line.StartsWith("lease ") || line.StartsWith("lease{"))
            {
                (servers, wins) = ([], []);
            }
            else if (line.StartsWith(DhclientServer))
            {
                servers = [.. AddressText.All(line[DhclientServer.Length..].ToString())];
            }
            else if (line.StartsWith(NetworkdServer))
            {
                servers = [.. AddressText.All(line[NetworkdServer.Length..].ToString())];
            }
            else if (line.StartsWith(DhclientWins))
            {
                wins = [.. AddressText.All(line[DhclientWins.Length..].ToString())];
            }
        }

        return new LeaseFile(servers, wins);
    }
}
