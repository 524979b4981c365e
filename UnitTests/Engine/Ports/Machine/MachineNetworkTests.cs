using Pipeline.Engine.Ports.Machine;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Machine;

/// <summary>What the system's files say, and that files of any other content say nothing and break nothing.</summary>
public sealed class MachineNetworkTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pipeline-machine").FullName;

    [Fact]
    public void Reads_resolv_conf()
    {
        Write("etc/resolv.conf", "# a comment\nsearch example.org\nnameserver 10.0.0.53\nnameserver\t2001:db8::53\nnameserver fe80::1%eth0\nnameserver x\n");

        Assert.Equal(["10.0.0.53", "2001:db8::53", "fe80::1"], Texts(new MachineNetwork(_root).DnsServers()));
    }

    [Fact]
    public void Looks_behind_the_forwarder_of_systemd()
    {
        Write("etc/resolv.conf", "nameserver 127.0.0.53\n");
        Assert.Equal(["127.0.0.53"], Texts(new MachineNetwork(_root).DnsServers()));

        Write("run/systemd/resolve/resolv.conf", "nameserver 10.0.0.53\n");
        Assert.Equal(["10.0.0.53"], Texts(new MachineNetwork(_root).DnsServers()));
    }

    [Fact]
    public void Reads_the_default_routes_of_both_families()
    {
        Write("proc/net/route", """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	0101000A	0003	0	0	0	00000000	0	0	0
            eth0	0000000A	00000000	0001	0	0	0	0000FFFF	0	0	0
            ppp0	00000000	00000000	0001	0	0	0	00000000	0	0	0
            """);
        Write("proc/net/ipv6_route", """
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
            20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
            """);

        Assert.Equal(["10.0.1.1", "fe80::1"], Texts(new MachineNetwork(_root).DefaultGateways()));
    }

    [Fact]
    public void Reads_leases_and_takes_the_last_of_each_file()
    {
        Write("var/lib/dhcp/dhclient.leases", """
            lease {
              option dhcp-server-identifier 10.0.0.1;
              option netbios-name-servers 10.0.0.7;
            }
            lease {
              option dhcp-server-identifier 10.0.0.2;
              option netbios-name-servers 10.0.0.8, 10.0.0.9;
            }
            """);
        Write("run/systemd/netif/leases/2", "# private\nADDRESS=10.1.0.5\nSERVER_ADDRESS=10.1.0.1\n");
        Write("etc/samba/smb.conf", "[global]\n  wins server = eth1:10.3.0.1 10.3.0.2\n");
        var machine = new MachineNetwork(_root);

        Assert.Equal(["10.0.0.2", "10.1.0.1"], Texts(machine.DhcpServers()));
        Assert.Equal(["10.0.0.8", "10.0.0.9", "10.3.0.1", "10.3.0.2"], Texts(machine.WinsServers()));
    }

    [Fact]
    public void A_machine_without_these_files_knows_nothing()
    {
        var machine = new MachineNetwork(_root);

        Assert.Empty(machine.DnsServers().Concat(machine.DefaultGateways()).Concat(machine.DhcpServers()).Concat(machine.WinsServers()));
    }

    [Fact]
    public void Files_of_any_content_break_nothing()
    {
        var random = new Random(2003);
        const string Alphabet = "nameserver option dhcp-server-identifier SERVER_ADDRESS=lease {0123456789abcdefABCDEF.:%/;\n\t \0";
        for (int round = 0; round < 500; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(400)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            foreach (string file in (string[])["etc/resolv.conf", "proc/net/route", "proc/net/ipv6_route", "var/lib/dhcp/a.leases", "etc/samba/smb.conf"])
            {
                Write(file, text);
            }

            var machine = new MachineNetwork(_root);
            Assert.True(machine.DnsServers().Count + machine.DefaultGateways().Count + machine.DhcpServers().Count + machine.WinsServers().Count < 400);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static IEnumerable<string> Texts(IEnumerable<IpAddress> addresses) => addresses.Select(address => address.ToString());
}
