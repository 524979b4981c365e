using Pipeline.Actors.Ike.Status;

namespace Pipeline.Gateway.Control.Views;

/// <summary>What <c>status</c> shows; also the shape of its JSON.</summary>
internal sealed record StatusView
{
    /// <summary>The gateway's version.</summary>
    public required string Version { get; init; }

    /// <summary>The configuration that it runs.</summary>
    public required string Configuration { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Seconds since then.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>Its ports.</summary>
    public required IReadOnlyList<PortView> Ports { get; init; }

    /// <summary>Its shards.</summary>
    public required IReadOnlyList<ShardView> Shards { get; init; }

    /// <summary>SAs with keys set by hand.</summary>
    public required int StaticSas { get; init; }

    /// <summary>Rules of its policy.</summary>
    public required int Rules { get; init; }

    /// <summary>Its connections.</summary>
    public required IReadOnlyList<ConnectionView> Connections { get; init; }

    /// <summary>Packets dropped anywhere, ports included, by reason; reasons that never occurred are absent.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }

    /// <summary>IKE SAs whose peer is not authenticated yet.</summary>
    public required int HalfOpenIkeSas { get; init; }

    /// <summary>IKE SAs that are established.</summary>
    public required int IkeSas { get; init; }

    /// <summary>Pairs of Child SAs.</summary>
    public required int ChildSas { get; init; }

    /// <summary>What the router of IKE messages counted.</summary>
    public required IkeCounters Ike { get; init; }
}
