using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports;

/// <summary>How the gateway meets the open network. Ports are UDP ports, host order.</summary>
public sealed record OuterPortOptions
{
    /// <summary>Local addresses; empty for all of the machine.</summary>
    public IReadOnlyList<IpAddress> Addresses { get; init; } = [];

    /// <summary>Where IKE is spoken (RFC 7296 §2): 1 to 65,535; 0 lets the kernel choose, for tests.</summary>
    public ushort IkePort { get; init; } = 500;

    /// <summary>Where IKE and ESP behind NATs come (RFC 3948): 1 to 65,535, another than <see cref="IkePort"/>; 0 as there.</summary>
    public ushort NatTraversalPort { get; init; } = 4500;

    /// <summary>Whether ESP and AH come and go directly above IP, which needs CAP_NET_RAW; without it only UDP carries ESP.</summary>
    public bool RawIp { get; init; } = true;

    /// <summary>Bytes that the kernel queues for each socket and direction: 65,536 to 268,435,456.</summary>
    public int SocketBufferBytes { get; init; } = 4 << 20;
}
