namespace Pipeline.Engine.Wire.Ike.V1.Vendors;

/// <summary>What the sender of a vendor ID says that it is, or can do.</summary>
public enum VendorMeaning
{
    /// <summary>NAT traversal of RFC 3947.</summary>
    NatTraversal,

    /// <summary>NAT traversal of draft 02 or 03: payload types 130 and 131, modes 61443 and 61444.</summary>
    NatTraversalDraft,

    /// <summary>NAT traversal of a draft that is not compatible with either; not spoken here.</summary>
    NatTraversalOldDraft,

    /// <summary>Dead peer detection (RFC 3706).</summary>
    DeadPeerDetection,

    /// <summary>Takes fragments; four bytes of capabilities may follow.</summary>
    Fragmentation,

    /// <summary>Extended authentication.</summary>
    Xauth,

    /// <summary>Cisco's client.</summary>
    CiscoUnity,

    /// <summary>Cisco's VPN 3000.</summary>
    Vpn3000,

    /// <summary>Windows; four bytes of version follow.</summary>
    Microsoft,

    /// <summary>Kerberos over GSS-API: makes authentication method 65001 that.</summary>
    GssApi,

    /// <summary>Windows sends INITIAL-CONTACT.</summary>
    MicrosoftInitialContact,

    /// <summary>Windows behind network load balancing.</summary>
    NetworkLoadBalancing,

    /// <summary>Windows that also speaks AuthIP.</summary>
    AuthIp,

    /// <summary>Cryptographically generated addresses.</summary>
    Cga,

    /// <summary>Windows' negotiation discovery.</summary>
    NegotiationDiscovery,

    /// <summary>Windows' key modules: a byte follows, 0 for IKE, 1 for AuthIP, 2 for IKEv2.</summary>
    KeyModules,

    /// <summary>AuthIP's initial Diffie-Hellman group.</summary>
    AuthIpInitialGroup,

    /// <summary>Xbox.</summary>
    Xbox,

    /// <summary>Another implementation, by name.</summary>
    Implementation,
}
