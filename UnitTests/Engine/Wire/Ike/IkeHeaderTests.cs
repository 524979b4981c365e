using Pipeline.Engine.Wire.Ike;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike;

/// <summary>RFC 7296 §3.1.</summary>
public sealed class IkeHeaderTests
{
    [Fact]
    public void Writes_what_it_read()
    {
        byte[] bytes = Convert.FromHexString("0fd70ea9fa59a65b4cca5ee2503236ea2120222000000007000000f0");

        Assert.True(IkeHeader.TryRead(bytes, out IkeHeader header));
        var written = new byte[IkeHeader.HeaderLength];
        header.Write(written);

        Assert.Equal(
            new IkeHeader(
                0x0fd70ea9fa59a65b, 0x4cca5ee2503236ea, PayloadType.SecurityAssociation, IkeHeader.Version2, ExchangeType.IkeSaInit,
                IkeHeaderBits.Response, 7, 240),
            header);
        Assert.Equal(2, header.MajorVersion);
        Assert.Equal(bytes, written);
    }

    [Fact]
    public void Refuses_27_bytes()
    {
        Assert.False(IkeHeader.TryRead(new byte[27], out _));
    }
}
