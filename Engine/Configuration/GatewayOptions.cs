using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Control;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>Everything that a gateway is told at its start. The defaults block all traffic.</summary>
public sealed record GatewayOptions
{
    /// <summary>Sizes and bounds of the packet path.</summary>
    public ShardOptions Shards { get; init; } = new();

    /// <summary>The ports that <c>run</c> opens; an embedder brings its own.</summary>
    public PortOptions Ports { get; init; } = new();

    /// <summary>SAs with keys set by hand; names are unique within a direction.</summary>
    public IReadOnlyList<SaParameters> SecurityAssociations { get; init; } = [];

    /// <summary>What happens to which traffic.</summary>
    public SecurityPolicy Policy { get; init; } = SecurityPolicy.BlockAll;

    /// <summary>Where a running gateway takes orders.</summary>
    public ControlOptions Control { get; init; } = new();

    /// <summary>Bounds of IKE as a whole.</summary>
    public IkeOptions Ike { get; init; } = new();

    /// <summary>Keys and certificates; whoever runs the connections erases them at the end.</summary>
    public CredentialSet Credentials { get; init; } = new();

    /// <summary>Peers to negotiate with; names are unique.</summary>
    public IReadOnlyList<ConnectionSettings> Connections { get; init; } = [];
}
