using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 9293 §3.1 and §3.2.</summary>
public sealed class TcpHeaderTests
{
    [Theory]
    [InlineData("020405b400000000", 22, 1460)]
    [InlineData("0101020405b40000", 24, 1460)]
    [InlineData("01020405b4000000", 23, 1460)]
    [InlineData("0303070204057800", 25, 1400)]
    [InlineData("0000020405b40000", 0, 0)] // behind the end of the list
    [InlineData("020305b400000000", 24, 0)] // wrong length of its own
    [InlineData("0300020405b40000", 0, 0)] // an option of length 0
    [InlineData("0309020405b40000", 0, 0)] // an option beyond the header
    [InlineData("0101010101010102", 0, 0)] // cut in its length byte
    public void Finds_the_maximum_segment_size(string options, int expectedOffset, int expectedValue)
    {
        byte[] segment = Segment(options);
        TcpHeader.TryRead(segment, out TcpHeader header);

        bool isFound = header.TryFindMaximumSegmentSize(segment, out int offset, out ushort value);

        Assert.Equal(expectedValue != 0, isFound);
        Assert.Equal(expectedValue, value);
        Assert.True(!isFound || offset == expectedOffset);
    }

    [Theory]
    [InlineData("020405b400000000")]
    [InlineData("01020405b4000000")] // on an odd offset
    public void Changing_the_maximum_segment_size_keeps_the_checksum_right(string options)
    {
        byte[] segment = Segment(options);
        TcpHeader.TryRead(segment, out TcpHeader header);
        header.TryFindMaximumSegmentSize(segment, out int offset, out _);
        uint before = InternetChecksum.Sum(segment);

        TcpHeader.SetMaximumSegmentSize(segment, offset, 1234);
        header.TryFindMaximumSegmentSize(segment, out _, out ushort value);

        Assert.Equal(1234, value);
        Assert.Equal(before, InternetChecksum.Sum(segment));
    }

    [Fact]
    public void Reads_the_fields_and_refuses_a_short_header()
    {
        byte[] segment = Segment("0000000000000000");

        bool isRead = TcpHeader.TryRead(segment, out TcpHeader header);

        Assert.True(isRead);
        Assert.Equal(new TcpHeader(443, 1025, 0x01020304, TcpHeader.Syn, 28), header);
        Assert.False(TcpHeader.TryRead(segment.AsSpan(0, 27), out _));
        Assert.False(TcpHeader.TryRead(segment.AsSpan(0, 19), out _));
    }

    private static byte[] Segment(string options) =>
        Convert.FromHexString("01bb0401" + "01020304" + "00000000" + "7002" + "ffff" + "1234" + "0000" + options);
}
