using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Ports.Machine;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Policy;

/// <summary>What names in filters stand for on this machine.</summary>
/// <param name="machine">Its files.</param>
public sealed class MachineAddressSource(MachineNetwork machine) : IAddressSource
{
    /// <inheritdoc/>
    public async Task<AddressAnswer> FindAsync(AddressName name, CancellationToken cancellation)
    {
        IReadOnlyList<IpAddress> found = name.Kind switch
        {
            AddressNameKind.Me => MachineNetwork.OwnAddresses(),
            AddressNameKind.Dns => await MachineNetwork.ResolveAsync(name.Host!, cancellation).ConfigureAwait(false),
            AddressNameKind.DnsServers => machine.DnsServers(),
            AddressNameKind.WinsServers => machine.WinsServers(),
            AddressNameKind.DhcpServers => machine.DhcpServers(),
            _ => machine.DefaultGateways(),
        };
        return found.Count > 0 ? new AddressAnswer(found) : new AddressAnswer([], WhyNone(name));
    }

    private static string WhyNone(AddressName name) => name.Kind switch
    {
        AddressNameKind.Me => "this machine has no address but its loopback ones",
        AddressNameKind.Dns => $"DNS has no address for {name.Host}, or does not answer",
        AddressNameKind.DnsServers => "/etc/resolv.conf names no server; write \"dnsServers\" in \"addresses\" of the policy",
        AddressNameKind.WinsServers =>
            "neither a DHCP lease nor smb.conf names a WINS server; write \"winsServers\" in \"addresses\" of the policy",
        AddressNameKind.DhcpServers =>
            "no lease file of dhclient, systemd-networkd or NetworkManager names a server; write \"dhcpServers\" in \"addresses\" of the policy",
        _ => "there is no default route with a gateway; write \"defaultGateway\" in \"addresses\" of the policy",
    };
}
