using Pipeline.Engine.Wire.Ah;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ah;

/// <summary>RFC 4302 §2.</summary>
public sealed class AhHeaderTests
{
    [Fact]
    public void Counts_its_length_in_words_minus_two()
    {
        // A 96-bit ICV: 24 bytes are 6 words, and the field says 4 (the example of RFC 4302 §2.2).
        byte[] packet = Convert.FromHexString("04040000" + "00000101" + "00000007" + "aabbccddeeff001122334455");

        bool isRead = AhHeader.TryRead(packet, out AhHeader header);
        var written = new byte[12];
        header.Write(written);

        Assert.True(isRead);
        Assert.Equal(new AhHeader(4, 24, 0x101, 7), header);
        Assert.Equal(packet[..12], written);
    }

    [Theory]
    [InlineData("0404000000000101000000")]                   // cut in the fixed part
    [InlineData("04040000000001010000000700000000")]         // cut in the ICV
    [InlineData("04000000000001010000000700000000")]         // 8 bytes
    [InlineData("040100000000000000000007")]                 // SPI 0
    public void Refuses_a_header_that_cannot_be(string packet)
    {
        Assert.False(AhHeader.TryRead(Convert.FromHexString(packet), out _));
    }
}
