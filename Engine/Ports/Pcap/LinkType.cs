namespace Pipeline.Engine.Ports.Pcap;

/// <summary>The link types that can carry IP here, by their numbers in the registry of tcpdump.org.</summary>
public enum LinkType
{
    /// <summary>BSD loopback: an address family in the byte order of the machine that captured.</summary>
    Null = 0,

    /// <summary>Ethernet II, with or without 802.1Q tags.</summary>
    Ethernet = 1,

    /// <summary>Raw IP, as some BSDs number it.</summary>
    RawBsd = 12,

    /// <summary>Raw IP, as OpenBSD numbers it.</summary>
    RawOpenBsd = 14,

    /// <summary>Raw IPv4 or IPv6; the version nibble tells.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: an address family in network order.</summary>
    Loop = 108,

    /// <summary>Linux "cooked" capture, version 1: 16 bytes.</summary>
    LinuxCooked = 113,

    /// <summary>Raw IPv4.</summary>
    RawIpv4 = 228,

    /// <summary>Raw IPv6.</summary>
    RawIpv6 = 229,

    /// <summary>Linux "cooked" capture, version 2: 20 bytes.</summary>
    LinuxCooked2 = 276,
}
