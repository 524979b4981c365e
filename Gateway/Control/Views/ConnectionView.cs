namespace Pipeline.Gateway.Control.Views;

/// <summary>One connection of the configuration.</summary>
internal sealed record ConnectionView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>established</c>, <c>negotiating</c> or <c>down</c>.</summary>
    public required string State { get; init; }

    /// <summary>Who the peer has proved to be; null before.</summary>
    public string? Peer { get; init; }

    /// <summary>Where the peer is; without an IKE SA, what the configuration says.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>What protects IKE; null before it is negotiated.</summary>
    public string? Suite { get; init; }

    /// <summary>Since when its IKE SA exists; null without one.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Pairs of Child SAs.</summary>
    public required int ChildSas { get; init; }

    /// <summary>Why its last negotiation came to nothing; null since one succeeded.</summary>
    public FailureView? LastFailure { get; init; }
}
