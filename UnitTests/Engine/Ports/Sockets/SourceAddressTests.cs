using Pipeline.Engine.Ports.Sockets;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Sockets;

/// <summary>The kernel knows which address it would send from.</summary>
public sealed class SourceAddressTests
{
    [Fact]
    public void To_ourselves_it_is_ourselves()
    {
        Assert.True(IpAddress.TryParse("127.0.0.1", out IpAddress loopback));

        Assert.Equal(loopback, SourceAddress.For(loopback));
    }
}
