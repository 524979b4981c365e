namespace Pipeline.Engine.Ports;

/// <summary>The TUN device through which local packets reach the gateway.</summary>
public sealed record TunOptions
{
    /// <summary>Characters of the longest interface name.</summary>
    public const int MaximumNameLength = 15;

    /// <summary>The device's name: 1 to 15 characters. With %d in it the kernel puts the first free number there.</summary>
    public string Name { get; init; } = "pipeline0";

    /// <summary>
    /// The longest packet that the device takes, in bytes: 1280 (RFC 8200 §5) to 65,535. The default leaves room for ESP in UDP
    /// over IPv6 on a path of 1500.
    /// </summary>
    public int Mtu { get; init; } = 1400;

    /// <summary>Addresses that the device gets; may be none when it only routes.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Networks whose packets are sent into the device.</summary>
    public IReadOnlyList<InterfaceAddress> Routes { get; init; } = [];
}
