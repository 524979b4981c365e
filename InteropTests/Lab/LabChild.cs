namespace Pipeline.InteropTests.Lab;

/// <summary>One child of a connection between the two sides, as both configurations say it.</summary>
public sealed record LabChild
{
    /// <summary>Its name on both sides.</summary>
    public string Name { get; init; } = "net";

    /// <summary>Its proposal, in strongSwan's words.</summary>
    public string Proposal { get; init; } = "aes128gcm16";

    /// <summary>The network on our side, or null for host to host.</summary>
    public string? LeftNetwork { get; init; } = LabAddresses.OurNetwork(IpVersion.V4);

    /// <summary>The network on the other side, or null for host to host.</summary>
    public string? RightNetwork { get; init; } = LabAddresses.GuestNetwork(IpVersion.V4);

    /// <summary>Tunnel or transport.</summary>
    public IpsecMode Mode { get; init; } = IpsecMode.Tunnel;

    /// <summary>True for AH, false for ESP.</summary>
    public bool IsAh { get; init; }

    /// <summary>Seconds after which we replace it; 0 for the default.</summary>
    public int RekeySeconds { get; init; }
}
