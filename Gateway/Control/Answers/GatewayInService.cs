using Pipeline.Actors;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Ports;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>The gateway that orders are for.</summary>
internal sealed class GatewayInService
{
    private volatile GatewayOptions _options;

    /// <param name="options">What it was started with.</param>
    public GatewayInService(GatewayOptions options) => _options = options;

    /// <summary>The gateway.</summary>
    public required GatewayCore Core { get; init; }

    /// <summary>The port of the local hosts.</summary>
    public required IPacketPort Inner { get; init; }

    /// <summary>Its device.</summary>
    public required string InnerName { get; init; }

    /// <summary>The port of the other gateways.</summary>
    public required IPacketPort Outer { get; init; }

    /// <summary>The configuration file.</summary>
    public required string File { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What is reported of its negotiations.</summary>
    public NegotiationFeed Feed { get; } = new();

    /// <summary>What it runs.</summary>
    public GatewayOptions Options
    {
        get => _options;
        set => _options = value;
    }
}
