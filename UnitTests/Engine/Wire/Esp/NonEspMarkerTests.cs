using Pipeline.Engine.Wire.Esp;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Esp;

/// <summary>RFC 3948 §2: what comes to UDP port 4500.</summary>
public sealed class NonEspMarkerTests
{
    [Theory]
    [InlineData("", UdpPayloadKind.Malformed)]
    [InlineData("ff", UdpPayloadKind.KeepAlive)]
    [InlineData("fe", UdpPayloadKind.Malformed)]
    [InlineData("ffff", UdpPayloadKind.Malformed)]
    [InlineData("00000000", UdpPayloadKind.Malformed)]
    [InlineData("00000001000000", UdpPayloadKind.Malformed)]
    [InlineData("0000000100000001", UdpPayloadKind.Esp)]
    [InlineData("ffffffffffffffff", UdpPayloadKind.Esp)]
    [InlineData("0000000011111111", UdpPayloadKind.Malformed)] // shorter than an IKE header
    public void Tells_what_a_datagram_carries(string payload, UdpPayloadKind kind)
    {
        Assert.Equal(kind, NonEspMarker.Classify(Convert.FromHexString(payload)));
    }

    [Fact]
    public void A_marked_IKE_message_is_one()
    {
        var payload = new byte[32];
        Array.Fill(payload, (byte)1);
        NonEspMarker.Write(payload);

        Assert.Equal(UdpPayloadKind.Ike, NonEspMarker.Classify(payload));
        Assert.Equal(UdpPayloadKind.Malformed, NonEspMarker.Classify(payload.AsSpan(0, 31)));
    }
}
