namespace Pipeline.Engine.Ports.Pcap;

/// <summary>The classic format of libpcap, both byte orders, micro- and nanoseconds (draft-ietf-opsawg-pcap).</summary>
/// <remarks>
/// <code>
/// file    magic 4 | major 2 | minor 2 | zone 4 | accuracy 4 | snap length 4 | link type 4
/// frame   seconds 4 | fraction 4 | captured length 4 | original length 4 | frame ...
/// </code>
/// The snap length of the header is not believed (tools write 0, 65,535, 262,144 and 2^31 - 1 there); each frame's own
/// length is held against <see cref="PcapFormat.MaximumFrameLength"/> instead.
/// </remarks>
internal sealed class ClassicPcapFormat : PcapFormat
{
    private const uint MicrosecondMagic = 0xA1B2C3D4;
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int FileHeaderLength = 24;
    private const int LinkTypeOffset = 20;
    private const int FrameHeaderLength = 16;

    private readonly bool _bigEndian;
    private readonly uint _unitsPerSecond;
    private LinkType _linkType;

    private ClassicPcapFormat(bool bigEndian, uint unitsPerSecond)
    {
        _bigEndian = bigEndian;
        _unitsPerSecond = unitsPerSecond;
    }

    /// <summary>The format in the variant that the first four bytes say, or null when they say something else.</summary>
    public static ClassicPcapFormat? Recognise(ReadOnlySpan<byte> magic)
    {
        foreach (bool bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            switch (ReadUInt32(magic, bigEndian))
            {
                case MicrosecondMagic:
                    return new ClassicPcapFormat(bigEndian, 1_000_000);
                case NanosecondMagic:
                    return new ClassicPcapFormat(bigEndian, 1_000_000_000);
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>Takes the file header.</summary>
    public void ReadFileHeader(PcapInput input)
    {
        ReadOnlySpan<byte> header = input.Take(FileHeaderLength, "the file header");

        // The upper half says whether frames end with a checksum; the IP length takes that off.
        uint linkType = ReadUInt32(header[LinkTypeOffset..], _bigEndian) & 0xFFFF;
        _linkType = CheckLinkType((LinkType)linkType, LinkTypeOffset);
    }

    public override bool Read(PcapInput input, out PcapFrame frame)
    {
        frame = default;
        if (input.AtEnd)
        {
            return false;
        }

        long start = input.Position;
        ReadOnlySpan<byte> header = input.Take(FrameHeaderLength, "the frame header");
        uint seconds = ReadUInt32(header, _bigEndian);
        uint fraction = ReadUInt32(header[4..], _bigEndian);
        int length = CheckFrameLength(ReadUInt32(header[8..], _bigEndian), start + 8);
        long timestamp = new TimestampUnit(_unitsPerSecond, offsetSeconds: seconds).ToTicks(fraction);
        frame = new PcapFrame(_linkType, timestamp, input.Take(length, "the frame"));
        return true;
    }
}
