namespace Pipeline.Engine.Ports.Pcap;

/// <summary>The pcapng format: sections of blocks, each in the byte order of its machine (draft-ietf-opsawg-pcapng).</summary>
/// <remarks>
/// <code>
/// block       type 4 | total length 4 | body ... | total length 4      (a multiple of 4, at least 12)
/// section     byte order magic 4 | major 2 | minor 2 | section length 8 | options
/// interface   link type 2 | reserved 2 | snap length 4 | options
/// enhanced    interface 4 | time high 4 | time low 4 | captured 4 | original 4 | frame | options
/// simple      original 4 | frame
/// obsolete    interface 2 | drops 2 | time high 4 | time low 4 | captured 4 | original 4 | frame | options
/// </code>
/// </remarks>
internal sealed class NextGenerationPcapFormat : PcapFormat
{
    /// <summary>The type of a section header block: the same in both byte orders, which is how a file begins.</summary>
    public const uint SectionBlock = 0x0A0D0D0A;

    private const uint InterfaceBlock = 1;
    private const uint ObsoleteBlock = 2;
    private const uint SimpleBlock = 3;
    private const uint EnhancedBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const int BlockHeaderLength = 8;
    private const int BlockOverhead = 12;
    private const int SectionBodyLength = 16;
    private const int InterfaceBodyLength = 8;
    private const int EnhancedBodyLength = 20;
    private const int MaximumInterfaceCount = 4096;
    private const ushort ResolutionOption = 9;
    private const ushort OffsetOption = 14;

    private readonly List<PcapInterface> _interfaces = [];
    private bool _bigEndian;

    public override bool Read(PcapInput input, out PcapFrame frame)
    {
        frame = default;
        while (!input.AtEnd)
        {
            long start = input.Position;
            uint type = PeekType(input);
            uint length = PeekLength(input, start);
            if (type is not (SectionBlock or InterfaceBlock or ObsoleteBlock or SimpleBlock or EnhancedBlock))
            {
                SkipBlock(input, start, length);
                continue;
            }

            ReadOnlySpan<byte> body = TakeBody(input, start, length);
            if (ReadBody(type, body, start, out frame))
            {
                return true;
            }
        }

        return false;
    }

    private uint PeekType(PcapInput input)
    {
        ReadOnlySpan<byte> header = input.Peek(BlockOverhead, "a block");
        uint type = ReadUInt32(header, _bigEndian);
        if (type == SectionBlock)
        {
            // A section starts over: its own byte order, its own interfaces.
            ReadOnlySpan<byte> magic = header[BlockHeaderLength..];
            _bigEndian = ReadUInt32(magic, bigEndian: true) == ByteOrderMagic;
            if (ReadUInt32(magic, _bigEndian) != ByteOrderMagic)
            {
                throw new PcapFormatException(input.Position + BlockHeaderLength, "the byte order magic of the section is wrong");
            }
        }

        return type;
    }

    private uint PeekLength(PcapInput input, long start)
    {
        uint length = ReadUInt32(input.Peek(BlockHeaderLength, "a block")[4..], _bigEndian);
        return length >= BlockOverhead && length % 4 == 0
            ? length
            : throw new PcapFormatException(
                start + 4, $"a block length of {length}; it is a multiple of 4 and at least {BlockOverhead}");
    }

    private void SkipBlock(PcapInput input, long start, uint length)
    {
        input.Skip(length - 4, "a block");
        CheckTrailer(input.Take(4, "a block"), start, length);
    }

    private ReadOnlySpan<byte> TakeBody(PcapInput input, long start, uint length)
    {
        if (length > PcapInput.MaximumPieceLength)
        {
            throw new PcapFormatException(
                start + 4, $"a block length of {length} bytes; at most {PcapInput.MaximumPieceLength} are taken");
        }

        ReadOnlySpan<byte> block = input.Take((int)length, "a block");
        CheckTrailer(block[^4..], start, length);
        return block[BlockHeaderLength..^4];
    }

    private void CheckTrailer(ReadOnlySpan<byte> trailer, long start, uint length)
    {
        uint repeated = ReadUInt32(trailer, _bigEndian);
        if (repeated != length)
        {
            throw new PcapFormatException(
                start + length - 4, $"the block says {length} bytes at its start and {repeated} at its end");
        }
    }

    private bool ReadBody(uint type, ReadOnlySpan<byte> body, long start, out PcapFrame frame)
    {
        frame = default;
        long offset = start + BlockHeaderLength;
        switch (type)
        {
            case SectionBlock:
                ReadSection(body, offset);
                return false;
            case InterfaceBlock:
                ReadInterface(body, offset);
                return false;
            case SimpleBlock:
                frame = ReadSimple(body, offset);
                return true;
            default:
                frame = ReadEnhanced(body, offset, obsolete: type == ObsoleteBlock);
                return true;
        }
    }

    private void ReadSection(ReadOnlySpan<byte> body, long offset)
    {
        RequireBody(body, SectionBodyLength, offset);
        ushort major = ReadUInt16(body[4..], _bigEndian);
        if (major != 1)
        {
            throw new PcapFormatException(offset + 4, $"pcapng version {major}; only version 1 is known");
        }

        _interfaces.Clear();
    }

    private void ReadInterface(ReadOnlySpan<byte> body, long offset)
    {
        RequireBody(body, InterfaceBodyLength, offset);
        if (_interfaces.Count == MaximumInterfaceCount)
        {
            throw new PcapFormatException(offset, $"more than {MaximumInterfaceCount} interfaces in a section");
        }

        var linkType = (LinkType)ReadUInt16(body, _bigEndian);
        uint snapLength = ReadUInt32(body[4..], _bigEndian);
        _interfaces.Add(new PcapInterface(linkType, snapLength, ReadUnit(body, offset)));
    }

    private TimestampUnit ReadUnit(ReadOnlySpan<byte> body, long offset)
    {
        byte resolution = 6; // microseconds, unless the options say otherwise
        long offsetSeconds = 0;
        int position = InterfaceBodyLength;
        while (position + 4 <= body.Length)
        {
            ushort code = ReadUInt16(body[position..], _bigEndian);
            int length = ReadUInt16(body[(position + 2)..], _bigEndian);
            if (code == 0)
            {
                break;
            }

            if (position + 4 + length > body.Length)
            {
                throw new PcapFormatException(offset + position, $"option {code} of {length} bytes reaches beyond its block");
            }

            ReadOnlySpan<byte> value = body.Slice(position + 4, length);
            if (code == ResolutionOption && length == 1)
            {
                resolution = value[0];
            }
            else if (code == OffsetOption && length == 8)
            {
                offsetSeconds = (long)ReadUInt64(value, _bigEndian);
            }

            position += 4 + ((length + 3) & ~3);
        }

        return TimestampUnit.FromOptions(resolution, offsetSeconds);
    }

    private PcapFrame ReadSimple(ReadOnlySpan<byte> body, long offset)
    {
        RequireBody(body, 4, offset);
        PcapInterface source = FindInterface(0, offset);
        uint captured = ReadUInt32(body, _bigEndian);
        if (source.SnapLength != 0)
        {
            captured = Math.Min(captured, source.SnapLength);
        }

        return new PcapFrame(source.LinkType, timestamp: 0, TakeFrame(body[4..], captured, offset));
    }

    private PcapFrame ReadEnhanced(ReadOnlySpan<byte> body, long offset, bool obsolete)
    {
        RequireBody(body, EnhancedBodyLength, offset);
        uint index = obsolete ? ReadUInt16(body, _bigEndian) : ReadUInt32(body, _bigEndian);
        PcapInterface source = FindInterface(index, offset);
        ulong steps = ((ulong)ReadUInt32(body[4..], _bigEndian) << 32) | ReadUInt32(body[8..], _bigEndian);
        uint captured = ReadUInt32(body[12..], _bigEndian);
        ReadOnlySpan<byte> bytes = TakeFrame(body[EnhancedBodyLength..], captured, offset + 12);
        return new PcapFrame(source.LinkType, source.Unit.ToTicks(steps), bytes);
    }

    private static ReadOnlySpan<byte> TakeFrame(ReadOnlySpan<byte> rest, uint captured, long offset)
    {
        int length = CheckFrameLength(captured, offset);
        return length <= rest.Length
            ? rest[..length]
            : throw new PcapFormatException(
                offset, $"a captured length of {captured} bytes in a block that has room for {rest.Length}");
    }

    private PcapInterface FindInterface(uint index, long offset)
    {
        if (index >= _interfaces.Count)
        {
            throw new PcapFormatException(
                offset, $"a frame of interface {index}, but the section described {_interfaces.Count} so far");
        }

        PcapInterface source = _interfaces[(int)index];
        CheckLinkType(source.LinkType, offset);
        return source;
    }

    private static void RequireBody(ReadOnlySpan<byte> body, int length, long offset)
    {
        if (body.Length < length)
        {
            throw new PcapFormatException(offset, $"a block body of {body.Length} bytes; this kind has at least {length}");
        }
    }
}
