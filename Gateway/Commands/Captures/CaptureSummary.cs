namespace Pipeline.Gateway.Commands.Captures;

/// <summary>What a <c>pcap</c> command did; also the shape of its JSON.</summary>
internal sealed record CaptureSummary
{
    /// <summary>Frames of the input.</summary>
    public required long PacketsRead { get; init; }

    /// <summary>Packets in the output; more than came in when packets were fragmented.</summary>
    public required long PacketsWritten { get; init; }

    /// <summary>Bytes of the IP packets read.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Bytes of the packets written.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>Packets that were not written, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }
}
