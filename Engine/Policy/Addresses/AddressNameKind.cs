namespace Pipeline.Engine.Policy.Addresses;

/// <summary>What a filter may say in the place of an address ([MS-GPIPSEC]: the address types of an ipsecFilter).</summary>
public enum AddressNameKind
{
    /// <summary>This machine's own addresses, whichever they are.</summary>
    Me,

    /// <summary>The addresses of a DNS name.</summary>
    Dns,

    /// <summary>The DNS servers that this machine asks.</summary>
    DnsServers,

    /// <summary>Its WINS servers.</summary>
    WinsServers,

    /// <summary>The DHCP servers that it has leases of.</summary>
    DhcpServers,

    /// <summary>Its default gateways.</summary>
    DefaultGateway,
}
