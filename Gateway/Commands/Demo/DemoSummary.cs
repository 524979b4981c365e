namespace Pipeline.Gateway.Commands.Demo;

/// <summary>What the demo did; also the shape of its JSON.</summary>
internal sealed record DemoSummary
{
    /// <summary>Packets that the hosts sent, both directions, warm-up included.</summary>
    public required long PacketsSent { get; init; }

    /// <summary>Packets that arrived as they were sent.</summary>
    public required long PacketsDelivered { get; init; }

    /// <summary>Packets that were sent and did not arrive.</summary>
    public required long PacketsLost { get; init; }

    /// <summary>Packets that arrived altered, twice or without having been sent.</summary>
    public required long PacketsWrong { get; init; }

    /// <summary>Packet buffers that did not come back to their pools.</summary>
    public required int BuffersLeaked { get; init; }

    /// <summary>10^9 bits of inner packets a second, both directions, after the warm-up.</summary>
    public required double GigabitsPerSecond { get; init; }

    /// <summary>Packets delivered a second, both directions, after the warm-up.</summary>
    public required double PacketsPerSecond { get; init; }

    /// <summary>From the order to negotiate by IKEv2 until both gateways had their SAs.</summary>
    public required double HandshakeMilliseconds { get; init; }

    /// <summary>How often the keys were replaced while packets flowed: once, unless it was interrupted before.</summary>
    public required int Rekeys { get; init; }

    /// <summary>Bytes that the whole process allocated after the warm-up, but for the moment of the rekey, for each packet delivered.</summary>
    public required double AllocatedBytesPerPacket { get; init; }

    /// <summary>Shards of each gateway.</summary>
    public required int Shards { get; init; }

    /// <summary>How ESP protected.</summary>
    public required string Suite { get; init; }

    /// <summary>Bytes of each packet before protection.</summary>
    public required int PacketSize { get; init; }

    /// <summary>How long the measurement took; shorter than asked for when it was interrupted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Packets dropped in either gateway, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Drops { get; init; }

    /// <summary>What it ran on.</summary>
    public required DemoMachine Machine { get; init; }

    /// <summary>True when nothing was lost, altered or leaked.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsGood => PacketsLost == 0 && PacketsWrong == 0 && BuffersLeaked == 0 && PacketsDelivered > 0;
}
