using Pipeline.Engine.Ports.Pcap;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Pcap;

/// <summary>Both formats in every variant (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng), and files that lie.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PcapReaderTests
{
    private const uint Micro = 0xA1B2C3D4;
    private const uint Nano = 0xA1B23C4D;
    private static readonly byte[] Frame = [0x45, 1, 2, 3, 4];
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    [Theory]
    [InlineData(false, Micro, 7_000_000_000 + 123_450)]
    [InlineData(true, Micro, 7_000_000_000 + 123_450)]
    [InlineData(false, Nano, 7_000_000_000 + 123)]
    [InlineData(true, Nano, 7_000_000_000 + 123)]
    public void Reads_classic_files_of_both_byte_orders_and_resolutions(bool bigEndian, uint magic, long ticks)
    {
        CaptureBytes file = new CaptureBytes(bigEndian).ClassicHeader(magic, linkType: 101).ClassicFrame(700, 12345, Frame);

        (LinkType Type, long Time, byte[] Bytes) only = Assert.Single(ReadAll(file));

        Assert.Equal((LinkType.Raw, Epoch + ticks), (only.Type, only.Time));
        Assert.Equal(Frame, only.Bytes);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    public void Does_not_believe_the_snap_length_of_a_classic_header(uint snapLength)
    {
        CaptureBytes file = new CaptureBytes(false).ClassicHeader(Micro, 101, snapLength).ClassicFrame(1, 1, Frame);

        Assert.Single(ReadAll(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_every_packet_block_of_pcapng_in_both_byte_orders(bool bigEndian)
    {
        CaptureBytes file = new CaptureBytes(bigEndian).Section().Interface(101, snapLength: 3)
            .Enhanced(0, 5, Frame).Simple(5, [0x45, 1, 2]).Obsolete(0, 6, [0x60]);

        List<(LinkType Type, long Time, byte[] Bytes)> frames = ReadAll(file);

        Assert.Equal([Epoch + 50, 0, Epoch + 60], frames.Select(frame => frame.Time));
        Assert.Equal([Frame, [0x45, 1, 2], [0x60]], frames.Select(frame => frame.Bytes));
    }

    [Theory]
    [InlineData(null, null, 3_000_000UL, 30_000_000)] // microseconds by default
    [InlineData((byte)0, null, 3UL, 30_000_000)]
    [InlineData((byte)3, null, 3UL, 30_000)]
    [InlineData((byte)9, null, 3_000_000_000UL, 30_000_000)]
    [InlineData((byte)12, null, 3_000_000_000_000UL, 30_000_000)]
    [InlineData((byte)40, null, ulong.MaxValue, 0)] // finer than a tick can show
    [InlineData((byte)127, null, ulong.MaxValue, 0)]
    [InlineData((byte)0x80, null, 3UL, 30_000_000)]
    [InlineData((byte)0x8A, null, 3072UL, 30_000_000)] // 2^-10
    [InlineData((byte)0xFF, null, ulong.MaxValue, 0)]
    [InlineData((byte)6, 10L, 1UL, 100_000_010)]
    [InlineData((byte)6, -1L, 1_000_001UL, 10)]
    public void Converts_the_time_by_the_resolution_and_offset_of_the_interface(
        byte? resolution, long? offset, ulong steps, long ticks)
    {
        CaptureBytes file = new CaptureBytes(true).Section()
            .Interface(101, resolution: resolution, offset: offset).Enhanced(0, steps, Frame);

        Assert.Equal(Epoch + ticks, Assert.Single(ReadAll(file)).Time);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Keeps_an_absurd_time_inside_the_calendar(long offset)
    {
        CaptureBytes file = new CaptureBytes(false).Section()
            .Interface(101, resolution: 0, offset: offset).Enhanced(0, ulong.MaxValue, Frame);

        Assert.InRange(Assert.Single(ReadAll(file)).Time, 0, DateTime.MaxValue.Ticks);
    }

    [Fact]
    public void Skips_blocks_of_other_kinds_however_long()
    {
        CaptureBytes file = new CaptureBytes(false).Section()
            .Block(0x0BAD, body => body.Raw(new byte[3_000_000])).Interface(101).Block(5, _ => { }).Enhanced(0, 1, Frame);

        Assert.Single(ReadAll(file));
    }

    [Fact]
    public void A_section_starts_over_with_its_own_byte_order_and_interfaces()
    {
        byte[] first = new CaptureBytes(false).Section().Interface(1).Interface(101).Enhanced(1, 1, Frame).ToArray();
        byte[] second = new CaptureBytes(true).Section().Interface(228).Enhanced(0, 1, Frame).ToArray();

        List<(LinkType Type, long Time, byte[] Bytes)> frames = ReadAll([.. first, .. second]);

        Assert.Equal([LinkType.Raw, LinkType.RawIpv4], frames.Select(frame => frame.Type));
    }

    [Fact]
    public void Interfaces_of_other_kinds_do_no_harm_until_a_frame_names_them()
    {
        CaptureBytes file = new CaptureBytes(false).Section().Interface(220).Interface(101).Enhanced(1, 1, Frame);

        Assert.Single(ReadAll(file));
    }

    public static TheoryData<string, byte[]> BadFiles()
    {
        byte[] classic = new CaptureBytes(false).ClassicHeader(Micro, 101).ToArray();
        byte[] section = new CaptureBytes(false).Section().Interface(101).ToArray();
        return new TheoryData<string, byte[]>
        {
            { "byte 0: the file is empty", [] },
            { "byte 3: the file ends inside the file header", [1, 2, 3] },
            { "byte 0: not a pcap or pcapng file: it begins with 7B226122", "{\"a\": 1}"u8.ToArray() },
            { "byte 10: the file ends inside the file header", classic[..10] },
            { "byte 20: link type 127 is not supported", new CaptureBytes(true).ClassicHeader(Nano, 127).ToArray() },
            { "byte 32: a captured length of 262145 bytes", [.. classic, .. new CaptureBytes(false).U32(0).U32(0).U32(262145).U32(0).ToArray()] },
            { "byte 30: the file ends inside the frame header", [.. classic, .. new byte[6]] },
            { "byte 41: the file ends inside the frame that began at byte 40", [.. classic, .. new CaptureBytes(false).U32(0).U32(0).U32(9).U32(9).ToArray(), 1] },
            { "byte 8: the byte order magic of the section is wrong", Changed(section, 8, 0) },
            { "byte 12: pcapng version 2", Changed(section, 12, 2) },
            { "byte 32: a block length of 22", Changed(section, 32, 22) },
            { "byte 32: a block length of 8", Changed(section, 32, 8) },
            { "byte 44: the block says 20 bytes at its start and 24 at its end", Changed(section, 44, 24) },
            { "byte 52: the file ends inside a block", [.. section, 6, 0, 0, 0] },
            { "byte 52: a block length of 2097152 bytes; at most 1048576", [.. section, .. new CaptureBytes(false).U32(6).U32(2 << 20).U32(0).ToArray()] },
            { "byte 56: a block body of 4 bytes", [.. section, .. new CaptureBytes(false).Block(6, body => body.U32(0)).ToArray()] },
            { "byte 56: a frame of interface 7, but the section described 1", [.. section, .. new CaptureBytes(false).Enhanced(7, 1, Frame).ToArray()] },
            { "byte 68: a captured length of 200 bytes in a block that has room for 8", Changed([.. section, .. new CaptureBytes(false).Enhanced(0, 1, Frame).ToArray()], 68, 200) },
            { "byte 56: a captured length of 9 bytes in a block that has room for 8", [.. section, .. new CaptureBytes(false).Simple(9, Frame).ToArray()] },
            { "byte 64: option 9 of 400 bytes reaches beyond", [.. section, .. new CaptureBytes(false).Block(1, body => body.U32(101).U32(0).U16(9).U16(400)).ToArray()] },
            { "link type 220 is not supported", [.. new CaptureBytes(false).Section().Interface(220).Enhanced(0, 1, Frame).ToArray()] },
        };
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Says_where_a_bad_file_is_wrong_and_how(string message, byte[] file)
    {
        PcapFormatException refusal = Assert.Throws<PcapFormatException>(() => ReadAll(file));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_interfaces_are_refused()
    {
        CaptureBytes file = new CaptureBytes(false).Section();
        for (int index = 0; index <= 4096; index++)
        {
            file.Interface(101);
        }

        Assert.Throws<PcapFormatException>(() => ReadAll(file));
    }

    [Fact]
    public void Closes_a_stream_that_is_not_a_capture()
    {
        var stream = new MemoryStream([1, 2, 3, 4, 5]);

        Assert.Throws<PcapFormatException>(() => new PcapReader(stream));

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void Damaged_files_end_in_frames_or_a_format_error_and_nothing_else()
    {
        var random = new Random(20240229);
        byte[][] seeds =
        [
            new CaptureBytes(false).ClassicHeader(Micro, 1).ClassicFrame(1, 2, Frame).ClassicFrame(2, 3, Frame).ToArray(),
            new CaptureBytes(true).Section().Interface(101, 3, 9, 5).Enhanced(0, 5, Frame).Simple(5, [1, 2, 3])
                .Obsolete(0, 6, Frame).Block(5, body => body.U64(1)).Section().Interface(1).Enhanced(0, 1, Frame).ToArray(),
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int round = 0; round < 6_000; round++)
        {
            byte[] file = Mutate((byte[])seeds[round % 2].Clone(), random);
            try
            {
                Assert.InRange(CountFrames(file), 0, file.Length);
            }
            catch (PcapFormatException refusal)
            {
                Assert.InRange(refusal.Offset, 0, uint.MaxValue + (long)file.Length);
            }
        }

        // The first buffer of each reader is 64 KiB; only a file that is itself longer makes it grow.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 6_000, 0, 2 << 20);
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            file[random.Next(file.Length)] = random.Next(3) switch
            {
                0 => 0xFF,
                1 => 0,
                _ => (byte)random.Next(256),
            };
        }

        return random.Next(4) == 0 ? file[..random.Next(file.Length)] : file;
    }

    private static byte[] Changed(byte[] file, int offset, byte value)
    {
        file = (byte[])file.Clone();
        file[offset] = value;
        return file;
    }

    private static int CountFrames(byte[] file)
    {
        using var reader = new PcapReader(new MemoryStream(file));
        int count = 0;
        while (reader.Read(out PcapFrame frame))
        {
            LinkHeader.TryFindIp(frame.LinkType, frame.Bytes, out _);
            count++;
        }

        return count;
    }

    private static List<(LinkType Type, long Time, byte[] Bytes)> ReadAll(CaptureBytes file) => ReadAll(file.ToArray());

    private static List<(LinkType Type, long Time, byte[] Bytes)> ReadAll(byte[] file)
    {
        using var reader = new PcapReader(new MemoryStream(file));
        var frames = new List<(LinkType, long, byte[])>();
        while (reader.Read(out PcapFrame frame))
        {
            frames.Add((frame.LinkType, frame.Timestamp, frame.Bytes.ToArray()));
        }

        return frames;
    }
}
