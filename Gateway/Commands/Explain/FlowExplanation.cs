namespace Pipeline.Gateway.Commands.Explain;

/// <summary>ESP or AH of one SPI in one direction; also the shape of its JSON.</summary>
internal sealed record FlowExplanation
{
    /// <summary>ESP, AH, or <c>ESP in UDP</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>8 hexadecimal digits.</summary>
    public required string Spi { get; init; }

    /// <summary>Outer source.</summary>
    public required string From { get; init; }

    /// <summary>Outer destination.</summary>
    public required string To { get; init; }

    /// <summary>Packets seen.</summary>
    public required long Packets { get; init; }

    /// <summary>Bytes of them, from the ESP or AH header on.</summary>
    public required long Bytes { get; init; }

    /// <summary>The lowest sequence number that was seen.</summary>
    public required uint FirstSequence { get; init; }

    /// <summary>The highest.</summary>
    public required uint LastSequence { get; init; }

    /// <summary>When the first packet was captured, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>When the last was.</summary>
    public required DateTime LastAt { get; init; }

    /// <summary>The IKE SA that it belongs to, by its initiator's SPI; null when that was not seen.</summary>
    public string? IkeSa { get; init; }
}
