namespace Pipeline.Engine.Ports.Pcap;

/// <summary>One captured frame, as the file has it; valid until the reader reads on.</summary>
public readonly ref struct PcapFrame
{
    /// <param name="linkType">What kind of header it begins with.</param>
    /// <param name="timestamp">When it was captured, in ticks of 100 ns since 0001 (UTC); 0 when the file does not say.</param>
    /// <param name="bytes">The frame, link header first; as much of it as was captured.</param>
    public PcapFrame(LinkType linkType, long timestamp, ReadOnlySpan<byte> bytes)
    {
        LinkType = linkType;
        Timestamp = timestamp;
        Bytes = bytes;
    }

    /// <summary>What kind of header it begins with.</summary>
    public LinkType LinkType { get; }

    /// <summary>When it was captured, in ticks of 100 ns since 0001 (UTC); 0 when the file does not say.</summary>
    public long Timestamp { get; }

    /// <summary>The frame, link header first; as much of it as was captured.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
