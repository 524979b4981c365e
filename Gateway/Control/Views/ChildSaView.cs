namespace Pipeline.Gateway.Control.Views;

/// <summary>One pair of Child SAs.</summary>
internal sealed record ChildSaView
{
    /// <summary>Name of the child.</summary>
    public required string Name { get; init; }

    /// <summary>Our SPI, hexadecimal.</summary>
    public required string InboundSpi { get; init; }

    /// <summary>The peer's SPI, hexadecimal.</summary>
    public required string OutboundSpi { get; init; }

    /// <summary>What protects.</summary>
    public required string Suite { get; init; }

    /// <summary>Protocol and mode: <c>esp tunnel</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>What may travel in it, as we send it.</summary>
    public required string Selectors { get; init; }

    /// <summary>True when ESP travels in UDP.</summary>
    public required bool UdpEncapsulation { get; init; }

    /// <summary>Packets that came in.</summary>
    public required long InboundPackets { get; init; }

    /// <summary>Their protected bytes.</summary>
    public required long InboundBytes { get; init; }

    /// <summary>Packets that went out.</summary>
    public required long OutboundPackets { get; init; }

    /// <summary>Their protected bytes.</summary>
    public required long OutboundBytes { get; init; }

    /// <summary>Seconds since it is in service.</summary>
    public required long AgeSeconds { get; init; }

    /// <summary>Seconds until it is replaced by age; null for never.</summary>
    public long? RekeyInSeconds { get; init; }
}
