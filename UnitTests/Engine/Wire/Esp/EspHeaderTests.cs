using Pipeline.Engine.Wire.Esp;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Esp;

/// <summary>RFC 4303 §2.1 and §2.2.</summary>
public sealed class EspHeaderTests
{
    [Fact]
    public void Writes_what_it_read()
    {
        byte[] packet = Convert.FromHexString("c0ffee0180000002");

        bool isRead = EspHeader.TryRead(packet, out EspHeader header);
        var written = new byte[8];
        header.Write(written);

        Assert.True(isRead);
        Assert.Equal(new EspHeader(0xC0FFEE01, 0x80000002), header);
        Assert.Equal(packet, written);
    }

    [Fact]
    public void Refuses_SPI_0_and_short_packets()
    {
        Assert.False(EspHeader.TryRead(new byte[8], out _));
        Assert.False(EspHeader.TryRead([1, 2, 3, 4, 5, 6, 7], out _));
    }
}
