using Pipeline.Engine.Wire.Esp;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Esp;

/// <summary>RFC 4303 §2.4 to §2.6.</summary>
public sealed class EspTrailerTests
{
    [Theory]
    [InlineData(0, 4, 2)]
    [InlineData(2, 4, 0)]
    [InlineData(3, 4, 3)]
    [InlineData(14, 16, 0)]
    [InlineData(15, 16, 15)]
    public void Pads_to_the_block(int textLength, int blockLength, int padLength)
    {
        Assert.Equal(padLength, EspTrailer.PadLength(textLength, blockLength));
    }

    [Fact]
    public void Writes_the_same_whether_or_not_there_is_room_for_a_whole_store()
    {
        for (int length = 0; length <= EspTrailer.MaximumPadLength; length++)
        {
            byte[] tight = new byte[length + EspTrailer.Length];
            byte[] roomy = new byte[length + EspTrailer.Length + 20];
            EspTrailer.WritePadding(tight, length, 6);
            EspTrailer.WritePadding(roomy, length, 6);

            Assert.Equal(tight, roomy[..tight.Length]);
            Assert.All(roomy[Math.Max(tight.Length, 8)..], rest => Assert.Equal(0, rest));
        }
    }

    [Fact]
    public void Reads_back_every_padding_length_and_no_other_padding()
    {
        for (int length = 0; length <= EspTrailer.MaximumPadLength; length++)
        {
            var text = new byte[5 + length + EspTrailer.Length];
            EspTrailer.WritePadding(text.AsSpan(5), length, 41);
            bool isRead = EspTrailer.TryRead(text, out int padLength, out byte nextHeader);
            Assert.True(isRead);
            Assert.Equal((length, 41), (padLength, nextHeader));

            for (int index = 5; index < 5 + length; index++)
            {
                text[index] ^= 0x80;
                Assert.False(EspTrailer.TryRead(text, out _, out _));
                text[index] ^= 0x80;
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("0104")]
    [InlineData("02020204")]
    public void Refuses_padding_longer_than_the_text(string text)
    {
        Assert.False(EspTrailer.TryRead(Convert.FromHexString(text), out _, out _));
    }
}
