using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Native;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Native;

/// <summary>Requests to the routing tables, byte for byte as a little-endian kernel takes them (linux/rtnetlink.h).</summary>
public sealed class RouteRequestTests
{
    private static InterfaceAddress Parse(string text) =>
        InterfaceAddress.TryParse(text, out InterfaceAddress address) ? address : throw new ArgumentException(text);

    [Fact]
    public void A_route_names_network_device_table_and_that_it_must_be_new() => AssertBytes(
        """
        2c000000 1800 0506 00000000 00000000
        02 10 00 00 fe 04 fd 01 00000000
        0800 0100 0a020000
        0800 0400 07000000
        """,
        RouteRequest.AddRoute(7, Parse("10.2.0.0/16")));

    [Fact]
    public void An_Ipv6_route_has_the_universal_scope() => AssertBytes(
        """
        38000000 1900 0500 00000000 00000000
        0a 20 00 00 fe 04 00 01 00000000
        1400 0100 20010db8000000000000000000000000
        0800 0400 07000000
        """,
        RouteRequest.RemoveRoute(7, Parse("2001:db8::/32")));

    [Fact]
    public void An_address_is_local_and_peer_at_once_and_may_replace_itself() => AssertBytes(
        """
        28000000 1400 0505 00000000 00000000
        02 18 00 00 07000000
        0800 0200 0a010001
        0800 0100 0a010001
        """,
        RouteRequest.AddAddress(7, Parse("10.1.0.1/24")));

    [Fact]
    public void A_device_gets_its_mtu_and_comes_up() => AssertBytes(
        """
        28000000 1000 0500 00000000 00000000
        00 00 0000 07000000 01000000 01000000
        0800 0400 78050000
        """,
        RouteRequest.BringUp(7, 1400));

    [Theory]
    [InlineData("24000000 0200 0000 00000000 00000000 00000000", true, 0)]
    [InlineData("24000000 0200 0000 00000000 00000000 efffffff", false, (int)LinuxError.Exists)]
    [InlineData("24000000 0300 0000 00000000 00000000 00000000", false, (int)LinuxError.Invalid)]
    [InlineData("24000000 0200", false, (int)LinuxError.Invalid)]
    public void The_answer_is_zero_or_a_negative_error(string answer, bool done, int error)
    {
        Assert.Equal(done, RouteSocket.ReadAnswer(Bytes(answer), out LinuxError read));
        Assert.Equal((LinuxError)error, read);
    }

    private static void AssertBytes(string expected, RouteRequest request) => Assert.Equal(Bytes(expected), request.Bytes.ToArray());

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
}
