using System.Buffers.Binary;

namespace Pipeline.Engine.Ports.Pcap;

/// <summary>Reads the frames of a capture file, pcap or pcapng, one after the other.</summary>
/// <remarks>
/// Memory is bounded whatever the file says: one block of at most 1 MiB and a table of interfaces. After warm-up a frame
/// costs no allocation. Not safe for concurrent use.
/// </remarks>
public sealed class PcapReader : IDisposable
{
    private const int MagicLength = 4;

    private readonly PcapInput _input;
    private readonly PcapFormat _format;

    /// <summary>Opens a capture and reads as far as its format; a stream that is not a capture is closed again.</summary>
    /// <param name="stream">The file, at its beginning; from now on it belongs to the reader.</param>
    /// <exception cref="PcapFormatException">Not a capture file, or of a link type that is not supported.</exception>
    public PcapReader(Stream stream)
    {
        _input = new PcapInput(stream);
        try
        {
            _format = Recognise(_input);
        }
        catch
        {
            _input.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the file that were read.</summary>
    public long Position => _input.Position;

    /// <summary>Bytes of the whole file; -1 when the stream cannot say.</summary>
    public long Length => _input.Length;

    /// <summary>Reads the next frame.</summary>
    /// <param name="frame">The frame; valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="PcapFormatException">The file contradicts itself or ends inside a frame.</exception>
    public bool Read(out PcapFrame frame) => _format.Read(_input, out frame);

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _input.Dispose();

    private static PcapFormat Recognise(PcapInput input)
    {
        if (input.AtEnd)
        {
            throw new PcapFormatException(0, "the file is empty");
        }

        ReadOnlySpan<byte> magic = input.Peek(MagicLength, "the file header");
        if (BinaryPrimitives.ReadUInt32BigEndian(magic) == NextGenerationPcapFormat.SectionBlock)
        {
            return new NextGenerationPcapFormat();
        }

        ClassicPcapFormat classic = ClassicPcapFormat.Recognise(magic)
            ?? throw new PcapFormatException(0, $"not a pcap or pcapng file: it begins with {Convert.ToHexString(magic)}");
        classic.ReadFileHeader(input);
        return classic;
    }
}
