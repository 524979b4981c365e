using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike.Status;

/// <summary>One IKE SA.</summary>
/// <param name="Connection">Name of its connection; empty while a responder does not know it.</param>
/// <param name="State">What it waits for.</param>
/// <param name="LocalSpi">Our SPI.</param>
/// <param name="RemoteSpi">The peer's.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Peer">Who the peer has proved to be; null before.</param>
/// <param name="Suite">What was negotiated; null before.</param>
/// <param name="Children">Its Child SAs.</param>
public sealed record IkeSaStatus(
    string Connection,
    string State,
    ulong LocalSpi,
    ulong RemoteSpi,
    IkePath Path,
    string? Peer,
    string? Suite,
    IReadOnlyList<ChildStatus> Children)
{
    /// <summary>True when we began it.</summary>
    public bool IsInitiator { get; init; }

    /// <summary>True when its messages and ESP travel on port 4500 (RFC 3948).</summary>
    public bool UsesUdpEncapsulation { get; init; }

    /// <summary>True once its peer is authenticated, until another one takes its place or it ends.</summary>
    public bool IsEstablished { get; init; }

    /// <summary>True at its end: it only repeats its last answers.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Since when it exists.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it is replaced by age; null for never.</summary>
    public DateTimeOffset? RekeyAt { get; init; }
}
