namespace Pipeline.Gateway.Control.Views;

/// <summary>One IKE SA.</summary>
internal sealed record IkeSaView
{
    /// <summary>Name of its connection; empty while a responder does not know it.</summary>
    public required string Connection { get; init; }

    /// <summary><c>established</c>, <c>replaced</c> or <c>negotiating</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>initiator</c> or <c>responder</c>: what we are in it.</summary>
    public required string Role { get; init; }

    /// <summary>Our SPI, hexadecimal.</summary>
    public required string LocalSpi { get; init; }

    /// <summary>The peer's SPI, hexadecimal.</summary>
    public required string RemoteSpi { get; init; }

    /// <summary>Our address and port.</summary>
    public required string Local { get; init; }

    /// <summary>The peer's address and port.</summary>
    public required string Remote { get; init; }

    /// <summary>Who the peer has proved to be; null before.</summary>
    public string? Peer { get; init; }

    /// <summary>What protects it; null before.</summary>
    public string? Suite { get; init; }

    /// <summary>True when ESP travels in UDP.</summary>
    public required bool UdpEncapsulation { get; init; }

    /// <summary>Seconds since it exists.</summary>
    public required long AgeSeconds { get; init; }

    /// <summary>Seconds until it is replaced; null for never.</summary>
    public long? RekeyInSeconds { get; init; }

    /// <summary>Its Child SAs.</summary>
    public required IReadOnlyList<ChildSaView> Children { get; init; }
}
