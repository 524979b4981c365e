using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>RFC 792, RFC 1191 §4, RFC 4443 §2.</summary>
public sealed class IcmpMessageTests
{
    [Theory]
    [InlineData(false, 3, 4, 0x000005DCu, true, 1500u)]
    [InlineData(false, 3, 4, 0xFFFF05DCu, true, 1500u)] // the unused half is not read
    [InlineData(false, 3, 1, 0x000005DCu, false, 1500u)]
    [InlineData(false, 2, 0, 0x000005DCu, false, 1500u)]
    [InlineData(true, 2, 0, 0x000105DCu, true, 0x105DCu)]
    [InlineData(true, 3, 4, 0x000005DCu, false, 1500u)]
    public void Reads_the_mtu_of_too_big_messages_only(
        bool isIpv6, byte type, byte code, uint parameter, bool isTooBig, uint expectedMtu)
    {
        var message = new IcmpMessage(type, code, 0, parameter);

        bool isRead = message.TryReadMtu(isIpv6, out uint mtu);

        Assert.Equal((isTooBig, expectedMtu), (isRead, mtu));
    }

    [Fact]
    public void Only_the_checksum_of_ICMPv6_covers_the_addresses()
    {
        byte[] message = [8, 0, 0, 0, 0, 1, 0, 2, 1, 2, 3];
        byte[] messageV6 = [128, 0, 0, 0, 0, 1, 0, 2, 1, 2, 3];

        IcmpMessage.WriteChecksum(WirePackets.SourceV4, WirePackets.DestinationV4, message);
        IcmpMessage.WriteChecksum(WirePackets.SourceV6, WirePackets.DestinationV6, messageV6);

        Assert.True(IcmpMessage.IsChecksumValid(WirePackets.SourceV4, WirePackets.SourceV4, message));
        Assert.True(IcmpMessage.IsChecksumValid(WirePackets.SourceV6, WirePackets.DestinationV6, messageV6));
        Assert.False(IcmpMessage.IsChecksumValid(WirePackets.SourceV6, WirePackets.SourceV6, messageV6));
    }

    [Theory]
    [InlineData(false, 8, false)]
    [InlineData(false, 0, false)]
    [InlineData(false, 3, true)]
    [InlineData(false, 11, true)]
    [InlineData(false, 5, true)]
    [InlineData(true, 128, false)]
    [InlineData(true, 2, true)]
    [InlineData(true, 127, true)]
    public void Knows_errors_from_questions(bool isIpv6, byte type, bool isError)
    {
        Assert.Equal(isError, IcmpMessage.IsError(isIpv6, type));
    }
}
