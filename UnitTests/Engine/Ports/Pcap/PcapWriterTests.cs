using Pipeline.Engine.Ports.Pcap;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Pcap;

/// <summary>The pcapng bytes of the writer (draft-ietf-opsawg-pcapng §4).</summary>
public sealed class PcapWriterTests
{
    [Fact]
    public void Writes_a_section_an_interface_and_a_packet_byte_by_byte()
    {
        using var file = new MemoryStream();
        using (var writer = new PcapWriter(file))
        {
            // One second and 100 ns after 1970: 0x3B9ACA64 nanoseconds.
            writer.Write([0x45, 1, 2, 3, 4], DateTime.UnixEpoch.Ticks + 10_000_001, PcapDirection.Outbound);
        }

        const string expected =
            "0A0D0D0A 1C000000 4D3C2B1A 0100 0000 FFFFFFFFFFFFFFFF 1C000000" +
            "01000000 20000000 6500 0000 00000400 0900 0100 09000000 0000 0000 20000000" +
            "06000000 34000000 00000000 00000000 64CA9A3B 05000000 05000000 4501020304000000" +
            "0200 0400 02000000 0000 0000 34000000";
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(file.ToArray()));
    }

    [Fact]
    public void Reads_back_packets_of_every_length_around_its_buffer()
    {
        int[] lengths = [0, 1, 2, 3, 4, 65_000, 65_535, 65_536, 65_537, 200_000, PcapWriter.MaximumPacketLength, 9];
        using var file = new MemoryStream();
        using (var writer = new PcapWriter(file))
        {
            foreach (int length in lengths)
            {
                writer.Write(Filled(length), DateTime.UnixEpoch.Ticks + length);
            }
        }

        using var reader = new PcapReader(new MemoryStream(file.ToArray()));
        foreach (int length in lengths)
        {
            Assert.True(reader.Read(out PcapFrame frame));
            Assert.Equal(DateTime.UnixEpoch.Ticks + length, frame.Timestamp);
            Assert.True(frame.Bytes.SequenceEqual(Filled(length)));
        }

        Assert.False(reader.Read(out _));
    }

    [Theory]
    [InlineData(0L, 0L)] // unknown becomes 1970
    [InlineData(long.MaxValue, 184_467_440_737_095_516L)] // the last nanosecond of 64 bits
    public void Keeps_a_time_that_the_format_cannot_say_inside_it(long timestamp, long ticksSinceEpoch)
    {
        using var file = new MemoryStream();
        using (var writer = new PcapWriter(file))
        {
            writer.Write([0x45], timestamp);
        }

        using var reader = new PcapReader(new MemoryStream(file.ToArray()));
        reader.Read(out PcapFrame frame);

        Assert.Equal(DateTime.UnixEpoch.Ticks + ticksSinceEpoch, frame.Timestamp);
    }

    [Fact]
    public void Refuses_a_packet_beyond_its_limit()
    {
        using var writer = new PcapWriter(Stream.Null);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(new byte[PcapWriter.MaximumPacketLength + 1], 0));
    }

    private static byte[] Filled(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
