using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Native;

/// <summary>Socket addresses: what is written is read again, what is cut or foreign is refused.</summary>
public sealed class SocketAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", 4500, 16)]
    [InlineData("2001:db8::1", 500, 28)]
    public void Comes_back_as_it_was_written(string text, int port, int length)
    {
        Assert.True(IpAddress.TryParse(text, out IpAddress address));
        byte[] bytes = new byte[SocketAddress.MaximumLength];

        int written = SocketAddress.Write(new UdpEndpoint(address, (ushort)port), bytes);

        Assert.Equal(length, written);
        Assert.True(SocketAddress.TryRead(bytes.AsSpan(0, written), out UdpEndpoint read));
        Assert.Equal(new UdpEndpoint(address, (ushort)port), read);
        Assert.False(SocketAddress.TryRead(bytes.AsSpan(0, 15), out _));
    }

    [Fact]
    public void Has_the_port_in_network_order()
    {
        byte[] bytes = new byte[SocketAddress.MaximumLength];
        SocketAddress.Write(new UdpEndpoint(IpAddress.ReadIpv4([1, 2, 3, 4]), 0x1194), bytes);

        Assert.Equal([0x11, 0x94, 1, 2, 3, 4], bytes.AsSpan(2, 6).ToArray());
    }

    [Fact]
    public void Refuses_another_family() => Assert.False(SocketAddress.TryRead(new byte[28], out _));
}
