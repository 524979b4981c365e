using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ah;

/// <summary>RFC 4302 §3.3.3.1.2 and appendix A2: what of IPv6 headers AH authenticates.</summary>
public sealed class AhIpv6Tests
{
    private const string Ah = "11040000" + "00000101" + "00000007" + "aaaaaaaaaaaaaaaaaaaaaaaa";
    private const string AhZeroed = "11040000" + "00000101" + "00000007" + "000000000000000000000000";
    private const string Source = "20010db8000000000000000000000001";
    private const string Destination = "20010db8000100000000000000000002";
    private const string First = "20010db8000a0000000000000000000a";
    private const string Second = "20010db8000b0000000000000000000b";

    [Fact]
    public void Zeroes_class_flow_label_hop_limit_and_ICV()
    {
        Assert.Equal("60000000" + "001c3300" + Source + Destination + AhZeroed, Authenticate(Packet()));
    }

    [Theory]
    [InlineData(0, "0000050200000100", "3300050200000100")]                 // router alert: immutable
    [InlineData(0, "00003e0411223344", "33003e0400000000")]                 // may change: its data is zero, its type stays
    [InlineData(60, "00003e0411223344", "33003e0400000000")]
    [InlineData(60, "00001e0411223344", "33001e0411223344")]
    [InlineData(60, "0000010411223344", "3300010411223344")]                // padding is data like any other
    [InlineData(60, "0000003e01770000", "3300003e01000000")]                // behind a Pad1
    [InlineData(60, "00011e0211223e091122334455667788", null)] // longer than the header says
    public void Zeroes_the_data_of_options_that_may_change(byte kind, string header, string? expected)
    {
        byte[] packet = Packet((kind, Convert.FromHexString(header)));

        if (expected is null)
        {
            Assert.False(TryWrite(packet, WirePackets.Read(packet)));
            return;
        }

        Assert.Equal(expected, Authenticate(packet).Substring(80, header.Length));
    }

    [Fact]
    public void A_type_0_route_is_rearranged_as_the_last_waypoint_leaves_it()
    {
        byte[] atSender = Packet((43, Convert.FromHexString("0004000200000000" + First + Second)));
        // Two exchanges later: the destination went through both slots (RFC 2460 §4.4).
        byte[] atFirst = Packet((43, Convert.FromHexString("0004000100000000" + Destination + Second)));
        Convert.FromHexString(First).CopyTo(atFirst, 24);
        byte[] atReceiver = Packet((43, Convert.FromHexString("0004000000000000" + Destination + First)));
        Convert.FromHexString(Second).CopyTo(atReceiver, 24);

        string authenticated = Authenticate(atSender);

        Assert.Equal(Second, authenticated.Substring(48, 32));
        Assert.Equal("3304000000000000" + Destination + First, authenticated.Substring(80, 80));
        Assert.Equal(authenticated, Authenticate(atFirst));
        Assert.Equal(authenticated, Authenticate(atReceiver));
    }

    [Fact]
    public void A_type_2_route_shows_the_home_address_as_destination()
    {
        string authenticated = Authenticate(Packet((43, Convert.FromHexString("0002020100000000" + First))));

        Assert.Equal(First, authenticated.Substring(48, 32));
        Assert.Equal("3302020000000000" + Destination, authenticated.Substring(80, 48));
    }

    [Fact]
    public void A_used_up_route_of_another_type_is_taken_as_it_is()
    {
        string authenticated = Authenticate(Packet((43, Convert.FromHexString("0002040001000000" + First))));

        Assert.Equal("3302040001000000" + First, authenticated.Substring(80, 48));
    }

    [Theory]
    [InlineData("0002040101000000" + First)]               // segment routing that is not used up
    [InlineData("0002000200000000" + First)]               // more segments left than addresses
    [InlineData("0001000100000000" + "1122334455667788")]  // half an address
    [InlineData("0004020100000000" + First + Second)]      // type 2 with two addresses
    public void Refuses_a_route_whose_end_it_cannot_know(string header)
    {
        byte[] packet = Packet((43, Convert.FromHexString(header)));

        Assert.False(TryWrite(packet, WirePackets.Read(packet)));
    }

    [Fact]
    public void The_header_of_an_atomic_fragment_does_not_count()
    {
        byte[] options = Convert.FromHexString("0000050200000100");
        byte[] atomic = Packet((0, options), (44, WirePackets.FragmentHeader(0, more: false)));

        Assert.Equal(Authenticate(Packet((0, options))), Authenticate(atomic));
    }

    [Fact]
    public void Mutable_bytes_do_not_matter_and_every_other_byte_does()
    {
        byte[] packet = Packet((0, Convert.FromHexString("00003e021122" + "1e00")), (60, Convert.FromHexString("00001e0411223344")));
        string expected = Authenticate(packet);
        int[] mutable = [1, 2, 3, 7, 44, 45, .. Enumerable.Range(68, 12)];
        // Not flipped: version, lengths, next headers, option types and lengths.
        int[] structure = [0, 4, 5, 6, 40, 41, 42, 43, 46, 47, 48, 49, 50, 51];
        foreach (int index in Enumerable.Range(0, 80).Except(structure))
        {
            byte[] changed = [.. packet];
            changed[index] ^= 0x04;

            Assert.True(mutable.Contains(index) == (Authenticate(changed) == expected), $"byte {index}");
        }
    }

    [Fact]
    public void Padding_behind_the_ICV_is_authenticated()
    {
        byte[] ah = Convert.FromHexString("11050000" + "00000101" + "00000007" + "aaaaaaaaaaaaaaaaaaaaaaaa" + "01020304");
        byte[] packet = WirePackets.Ipv6(IpProtocol.Ah, ah);
        var scratch = new byte[128];

        bool isWritten = AhAuthenticatedHeaders.TryWrite(packet, WirePackets.Read(packet), 28, 12, scratch, out int length);

        Assert.True(isWritten);
        Assert.Equal("00000000" + "01020304", Convert.ToHexStringLower(scratch.AsSpan(length - 8, 8)));
    }

    private static byte[] Packet(params (byte Kind, byte[] Bytes)[] extensions) =>
        WirePackets.Ipv6(IpProtocol.Ah, Convert.FromHexString(Ah + "deadbeef"), extensions);

    private static bool TryWrite(byte[] packet, in IpPacket ip) =>
        AhAuthenticatedHeaders.TryWrite(packet, ip, 24, 12, new byte[256], out _);

    private static string Authenticate(byte[] packet)
    {
        var scratch = new byte[256];
        Array.Fill(scratch, (byte)0xEE);
        bool isWritten = AhAuthenticatedHeaders.TryWrite(packet, WirePackets.Read(packet), 24, 12, scratch, out int length);
        Assert.True(isWritten);
        return Convert.ToHexStringLower(scratch.AsSpan(0, length));
    }
}
