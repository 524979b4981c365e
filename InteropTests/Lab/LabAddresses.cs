namespace Pipeline.InteropTests.Lab;

/// <summary>The fixed addresses of the lab; guest-init.sh gives the guest its half of them.</summary>
public static class LabAddresses
{
    /// <summary>The outer address that the gateway speaks for.</summary>
    public static string OurOuter(IpVersion version) => version == IpVersion.V4 ? "198.51.100.1" : "2001:db8:51::1";

    /// <summary>The outer address of the guest.</summary>
    public static string GuestOuter(IpVersion version) => version == IpVersion.V4 ? "198.51.100.2" : "2001:db8:51::2";

    /// <summary>A host behind the gateway.</summary>
    public static string OurInner(IpVersion version) => version == IpVersion.V4 ? "10.61.1.1" : "2001:db8:61:1::1";

    /// <summary>The guest's address in the network behind it.</summary>
    public static string GuestInner(IpVersion version) => version == IpVersion.V4 ? "10.61.2.1" : "2001:db8:61:2::1";

    /// <summary>The network behind the gateway, as a prefix.</summary>
    public static string OurNetwork(IpVersion version) =>
        version == IpVersion.V4 ? "10.61.1.0/24" : "2001:db8:61:1::/64";

    /// <summary>The network behind the guest, as a prefix.</summary>
    public static string GuestNetwork(IpVersion version) =>
        version == IpVersion.V4 ? "10.61.2.0/24" : "2001:db8:61:2::/64";

    /// <summary>The prefix that holds one address only.</summary>
    public static string HostPrefix(IpVersion version, string address) =>
        address + (version == IpVersion.V4 ? "/32" : "/128");
}
