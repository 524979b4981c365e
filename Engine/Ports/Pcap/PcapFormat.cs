using System.Buffers.Binary;

namespace Pipeline.Engine.Ports.Pcap;

/// <summary>One of the two capture file formats, behind its first four bytes.</summary>
internal abstract class PcapFormat
{
    /// <summary>The longest frame that is taken, in bytes: libpcap's own limit for everything but USB and D-Bus.</summary>
    public const int MaximumFrameLength = 262_144;

    /// <summary>Reads the next frame.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="PcapFormatException">The file contradicts itself or ends inside a frame.</exception>
    public abstract bool Read(PcapInput input, out PcapFrame frame);

    protected static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    protected static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    protected static ulong ReadUInt64(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>Refuses a frame that no sane capture has, before memory is spent on it.</summary>
    protected static int CheckFrameLength(uint capturedLength, long offset) =>
        capturedLength <= MaximumFrameLength
            ? (int)capturedLength
            : throw new PcapFormatException(
                offset, $"a captured length of {capturedLength} bytes; at most {MaximumFrameLength} are taken");

    /// <summary>Refuses a link type whose header is not known: silently losing every packet would look like success.</summary>
    protected static LinkType CheckLinkType(LinkType type, long offset) =>
        LinkHeader.IsSupported(type)
            ? type
            : throw new PcapFormatException(
                offset, $"link type {(int)type} is not supported; capture as Ethernet, raw IP, loopback or Linux cooked");
}
