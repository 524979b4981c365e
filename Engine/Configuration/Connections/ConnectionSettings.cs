using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>One connection of the configuration: what its IKE SAs are told, and what the actors around them need.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Name, identities, credentials, proposals, children and times.</summary>
    public required ConnectionOptions Options { get; init; }

    /// <summary>Its name in configuration and logs.</summary>
    public string Name => Options.Name;

    /// <summary>Our address; null for any.</summary>
    public IpAddress? LocalAddress { get; init; }

    /// <summary>The peer's address; null for any: then only the peer can begin.</summary>
    public IpAddress? RemoteAddress { get; init; }

    /// <summary>When we begin.</summary>
    public Initiation Initiation { get; init; }

    /// <summary>Silence of ours after which a NAT is kept open by one octet (RFC 3948 §4); zero for never.</summary>
    public TimeSpan NatKeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The part of each rekey time that is left to chance: 0 to 0.5.</summary>
    public double RekeyJitter => Options.RekeyJitter;

    /// <summary>How many of its two addresses it names: the more, the more special.</summary>
    public int Special => (LocalAddress is null ? 0 : 1) + (RemoteAddress is null ? 0 : 2);

    /// <summary>Tells whether a first request may mean this connection.</summary>
    public bool Expects(in IkePath path) =>
        (LocalAddress is not { } local || local == path.Local.Address) && (RemoteAddress is not { } remote || remote == path.Remote.Address);

    /// <summary>The name of a child's SAs in policy, logs and counters: children of two connections may have one name.</summary>
    public static string SaNameOf(string connection, string child) => $"{connection}/{child}";

    /// <summary>One line for logs and <c>check</c>, without secrets.</summary>
    public override string ToString() =>
        $"{Name}: {Options.LocalIdentity} at {Text(LocalAddress)}, {Options.RemoteIdentity?.ToString() ?? "anybody"} at {Text(RemoteAddress)}"
        + (Options.Version == IkeVersion.V1 ? ", IKEv1" : "");

    private static string Text(IpAddress? address) => address?.ToString() ?? "any address";
}
