using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Ike;

/// <summary>What one pair of Child SAs shall be.</summary>
public sealed record ChildOptions
{
    /// <summary>Its name in configuration, logs and counters.</summary>
    public required string Name { get; init; }

    /// <summary>Suites that we allow, the best first.</summary>
    public required IReadOnlyList<ChildProposal> Proposals { get; init; }

    /// <summary>Its traffic; null for that between the two addresses of the IKE SA: host to host.</summary>
    public ChildSelectors? Selectors { get; init; }

    /// <summary>Names of the policy's rules whose traffic it carries, so that a failure can name them; no more depends on them.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Tunnel or transport.</summary>
    public SaMode Mode { get; init; } = SaMode.Tunnel;

    /// <summary>True to negotiate it together with the IKE SA, when we initiate.</summary>
    public bool StartsWithIkeSa { get; init; } = true;

    /// <summary>Soft and hard limits.</summary>
    public SaLifetimeLimits Lifetime { get; init; } = SaLifetimeLimits.None;

    /// <summary>The longest outer packet that the path takes, in bytes, until an ICMP message says otherwise.</summary>
    public int PathMtu { get; init; } = SaParameters.DefaultPathMtu;

    /// <summary>The inbound SA's replay window.</summary>
    public int ReplayWindowPackets { get; init; } = ReplayWindow.DefaultSize;
}
