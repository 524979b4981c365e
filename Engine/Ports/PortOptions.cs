namespace Pipeline.Engine.Ports;

/// <summary>The ports that <c>run</c> opens. The defaults are a TUN device without routes, and all addresses of the machine.</summary>
public sealed record PortOptions
{
    /// <summary>Where local packets come from.</summary>
    public TunOptions Tun { get; init; } = new();

    /// <summary>Where the other gateways are.</summary>
    public OuterPortOptions Outer { get; init; } = new();
}
