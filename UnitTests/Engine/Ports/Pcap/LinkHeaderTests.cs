using Pipeline.Engine.Ports.Pcap;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Pcap;

/// <summary>Every link header that can carry IP, by hand-made bytes.</summary>
public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 0800 45", 14)]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 86DD 60", 14)]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 8100 0005 0800 45", 18)]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 88A8 0005 8100 0006 86DD 60", 22)]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 9100 0005 8100 0006 0800 45", 22)]
    [InlineData(LinkType.Raw, "45", 0)]
    [InlineData(LinkType.Raw, "60", 0)]
    [InlineData(LinkType.RawBsd, "45", 0)]
    [InlineData(LinkType.RawOpenBsd, "60", 0)]
    [InlineData(LinkType.RawIpv4, "45", 0)]
    [InlineData(LinkType.RawIpv6, "60", 0)]
    [InlineData(LinkType.Null, "02000000 45", 4)]
    [InlineData(LinkType.Null, "00000002 45", 4)]
    [InlineData(LinkType.Null, "0A000000 60", 4)]
    [InlineData(LinkType.Null, "17000000 60", 4)]
    [InlineData(LinkType.Null, "18000000 60", 4)]
    [InlineData(LinkType.Null, "1C000000 60", 4)]
    [InlineData(LinkType.Null, "1E000000 60", 4)]
    [InlineData(LinkType.Loop, "00000002 45", 4)]
    [InlineData(LinkType.Loop, "00000018 60", 4)]
    [InlineData(LinkType.LinuxCooked, "0000 0001 0006 0000000000000000 0800 45", 16)]
    [InlineData(LinkType.LinuxCooked, "0000 0001 0006 0000000000000000 8100 0007 86DD 60", 20)]
    [InlineData(LinkType.LinuxCooked2, "0800 0000 00000001 0001 00 06 0000000000000000 45", 20)]
    [InlineData(LinkType.LinuxCooked2, "86DD 0000 00000001 0001 00 06 0000000000000000 60", 20)]
    public void Finds_the_packet(LinkType type, string frame, int expected)
    {
        bool found = LinkHeader.TryFindIp(type, Bytes(frame), out int offset);

        Assert.Equal((true, expected), (found, offset));
    }

    [Theory]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 0806 0001")] // ARP
    [InlineData(LinkType.Ethernet, "000000000000000000000000 0026 AAAA0300")] // 802.3 length: LLC
    [InlineData(LinkType.Ethernet, "000000000000000000000000 0800")] // nothing behind the header
    [InlineData(LinkType.Ethernet, "000000000000000000000000 08")]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 8100 00")]
    [InlineData(LinkType.Ethernet, "000000000000000000000000 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 0800 45")]
    [InlineData(LinkType.Raw, "")]
    [InlineData(LinkType.Raw, "50")]
    [InlineData(LinkType.RawIpv4, "60")]
    [InlineData(LinkType.RawIpv6, "45")]
    [InlineData(LinkType.Null, "07000000 45")]
    [InlineData(LinkType.Null, "020000")]
    [InlineData(LinkType.LinuxCooked, "0000 0001 0006 0000000000000000 0806 0001")]
    [InlineData(LinkType.LinuxCooked2, "0806 0000 00000001 0001 00 06 0000000000000000 00")]
    [InlineData((LinkType)127, "45")]
    public void Finds_none_in_what_is_not_IP(LinkType type, string frame) =>
        Assert.False(LinkHeader.TryFindIp(type, Bytes(frame), out _));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
