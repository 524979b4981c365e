
namespace Pipeline.Gateway.Commands.Explain;

/// <summary>What <c>explain --pcap</c> found in a capture; also the shape of its JSON.</summary>
internal sealed record CaptureExplanation
{
    /// <summary>The file, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Frames in it.</summary>
    public required long Frames { get; init; }

    /// <summary>When the first was captured, UTC; null when there is none with a time.</summary>
    public DateTime? From { get; init; }

    /// <summary>When the last was captured, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>The IKE SAs, in the order in which they begin.</summary>
    public required IReadOnlyList<IkeSaExplanation> IkeSas { get; init; }

    /// <summary>ESP and AH, by SPI and direction.</summary>
    public required IReadOnlyList<FlowExplanation> Flows { get; init; }

    /// <summary>NAT keep-alives (RFC 3948 §2.3).</summary>
    public long KeepAlives { get; init; }

    /// <summary>IP fragments; an IKE message inside them is not read.</summary>
    public long IpFragments { get; init; }

    /// <summary>Packets that have nothing to do with IPsec.</summary>
    public long OtherPackets { get; init; }

    /// <summary>Frames that are no IP, and packets that cannot be read.</summary>
    public long UnreadablePackets { get; init; }

    /// <summary>What else there is to say, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
