using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ah;

/// <summary>RFC 4302 §3.3.3.1.1 and appendix A1: what of an IPv4 header AH authenticates.</summary>
public sealed class AhIpv4Tests
{
    private const string Ah = "11040000" + "00000101" + "00000007" + "aaaaaaaaaaaaaaaaaaaaaaaa";
    private const string AhZeroed = "11040000" + "00000101" + "00000007" + "000000000000000000000000";

    [Fact]
    public void Zeroes_type_of_service_fragment_field_time_to_live_checksum_and_ICV()
    {
        byte[] packet = Packet([], tos: 0xFF);

        string authenticated = Authenticate(packet);

        Assert.Equal("45000030" + "12340000" + "00330000" + "c0000201" + "c6336402" + AhZeroed, authenticated);
    }

    [Theory]
    [InlineData("00000000", "00000000")]                         // end of list
    [InlineData("01010100", "01010100")]                         // no operation
    [InlineData("820b112233445566778899" + "00", "820b112233445566778899" + "00")] // security (130)
    [InlineData("85040102", "85040102")]                         // extended security (133)
    [InlineData("86040102", "86040102")]                         // commercial security (134)
    [InlineData("94040000", "94040000")]                         // router alert (148)
    [InlineData("9506c0000207" + "0000", "9506c0000207" + "0000")] // sender directed delivery (149)
    [InlineData("070704c0000207" + "00", "00000000000000" + "00")] // record route (7)
    [InlineData("4408050011223344", "0000000000000000")]         // timestamp (68)
    [InlineData("520c0001000000000a0b0c0d", "000000000000000000000000")] // traceroute (82)
    [InlineData("99040102", "00000000")]                         // unknown
    [InlineData("010199040102" + "9404" + "0000" + "0000", "010100000000" + "9404" + "0000" + "0000")] // mixed
    [InlineData("00ff02aa", "00ff02aa")]                         // behind the end of the list: padding
    public void Keeps_immutable_options_and_zeroes_the_others(string options, string expected)
    {
        string authenticated = Authenticate(Packet(Convert.FromHexString(options)));

        Assert.Equal(expected, authenticated.Substring(40, options.Length));
    }

    [Theory]
    [InlineData("83")] // loose
    [InlineData("89")] // strict
    public void A_source_route_shows_its_final_destination(string type)
    {
        byte[] atSender = Packet(Convert.FromHexString(type + "0b04" + "0a000001" + "0a000002" + "00"));
        byte[] atReceiver = Packet(Convert.FromHexString(type + "0b0c" + "c6336402" + "c0000299" + "00"));
        WirePackets.Address("10.0.0.2").Write(atReceiver.AsSpan(16));

        Assert.Equal("0a000002" + new string('0', 24), Authenticate(atSender).Substring(32, 32));
        Assert.Equal(Authenticate(atReceiver), Authenticate(atSender));
    }

    [Theory]
    [InlineData("8301000000000000")] // length 1
    [InlineData("8309040a00000100")] // beyond the header
    [InlineData("83080400000000" + "00")] // half an address
    [InlineData("830703" + "0a000001" + "00")] // pointer into the option's own header
    [InlineData("830704" + "0a000001" + "890704" + "0a000002" + "0000")] // two routes
    [InlineData("82000000")] // length 0
    [InlineData("01010183")] // no length
    [InlineData("83020000")] // a route without a pointer
    public void Refuses_malformed_options(string options)
    {
        byte[] packet = Packet(Convert.FromHexString(options));

        bool isWritten = AhAuthenticatedHeaders.TryWrite(packet, WirePackets.Read(packet), 24, 12, new byte[256], out _);

        Assert.False(isWritten);
    }

    [Fact]
    public void Mutable_bytes_do_not_matter_and_every_other_byte_does()
    {
        byte[] options = Convert.FromHexString("94040000" + "070704c0000207" + "01");
        byte[] packet = Packet(options);
        string expected = Authenticate(packet);
        int[] mutable = [1, 6, 7, 8, 10, 11, 26, 27, 28, 29, 30, .. Enumerable.Range(44, 12)];
        // Not flipped: version, lengths and protocol (another packet altogether), and the types and lengths of options.
        int[] structure = [0, 2, 3, 9, 20, 21, 24, 25, 31];
        for (int index = 0; index < 56; index++)
        {
            if (structure.Contains(index))
            {
                continue;
            }

            byte[] changed = [.. packet];
            changed[index] ^= index is 6 or 7 ? (byte)0 : (byte)0x04;
            changed[6] |= mutable.Contains(index) ? (byte)0x40 : (byte)0;
            string actual = Authenticate(changed);

            Assert.True(mutable.Contains(index) == (actual == expected), $"byte {index}");
        }
    }

    [Fact]
    public void Refuses_fragments_other_protocols_and_lengths_that_do_not_fit()
    {
        byte[] packet = Packet([]);
        byte[] fragment = [.. packet];
        Ipv4Header.SetFragment(fragment, dontFragment: false, moreFragments: true, 0);
        byte[] udp = [.. packet];
        Ipv4Header.SetProtocol(udp, 17);

        Assert.False(TryWrite(fragment, 24, 12, 256));
        Assert.False(TryWrite(udp, 24, 12, 256));
        Assert.False(TryWrite(packet, 32, 12, 256));
        Assert.False(TryWrite(packet, 24, 16, 256));
        Assert.False(TryWrite(packet, 24, 12, 43));
        Assert.True(TryWrite(packet, 24, 12, 44));
    }

    private static bool TryWrite(byte[] packet, int ahLength, int icvLength, int room) =>
        AhAuthenticatedHeaders.TryWrite(packet, WirePackets.Read(packet), ahLength, icvLength, new byte[room], out _);

    private static byte[] Packet(byte[] options, byte tos = 0) =>
        WirePackets.Ipv4(IpProtocol.Ah, Convert.FromHexString(Ah + "deadbeef"), options, dontFragment: false, tos);

    private static string Authenticate(byte[] packet)
    {
        var scratch = new byte[128];
        Array.Fill(scratch, (byte)0xEE);
        bool isWritten = AhAuthenticatedHeaders.TryWrite(packet, WirePackets.Read(packet), 24, 12, scratch, out int length);
        Assert.True(isWritten);
        return Convert.ToHexStringLower(scratch.AsSpan(0, length));
    }
}
