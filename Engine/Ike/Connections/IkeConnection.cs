using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Connections;

/// <summary>A connection of the configuration: where the two ends are, when it begins, and what is negotiated.</summary>
public sealed record IkeConnection
{
    /// <summary>What is negotiated; its name is the connection's.</summary>
    public required ConnectionOptions Options { get; init; }

    /// <summary>Our address; null for whichever the peer wrote to, or the kernel's choice.</summary>
    public IpAddress? LocalAddress { get; init; }

    /// <summary>The peer's address; null for anyone: we then wait for them.</summary>
    public IpAddress? RemoteAddress { get; init; }

    /// <summary>The peer's UDP port for the first message.</summary>
    public ushort RemotePort { get; init; } = IkePath.IkePort;

    /// <summary>When we begin it ourselves.</summary>
    public InitiateWhen Initiate { get; init; }

    /// <summary>How often a NAT's mapping is kept alive (RFC 3948 §4); zero for never.</summary>
    public TimeSpan NatKeepAlive { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Tells whether a first request may mean this connection.</summary>
    public bool Expects(in IkePath path) =>
        (LocalAddress is not { } local || local == path.Local.Address) && (RemoteAddress is not { } remote || remote == path.Remote.Address);

    /// <summary>How many of its two addresses it names: the more, the more special.</summary>
    public int Special => (LocalAddress is null ? 0 : 1) + (RemoteAddress is null ? 0 : 2);
}
