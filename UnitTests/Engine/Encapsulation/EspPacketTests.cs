using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>RFC 4303 §2: the layout of an ESP packet, put together here by hand.</summary>
public sealed class EspPacketTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tunnel_packet_looks_as_the_rfc_draws_it(bool extended)
    {
        SaParameters parameters = TestSa.Of("null+hmac-sha256-128") with
        {
            ExtendedSequenceNumbers = extended,
            FirstSequence = extended ? 0x5_0000_0007UL : 7,
        };
        using var rig = new PathRig();
        rig.Install(parameters);
        byte[] inner = TestPackets.Ipv4(45);

        byte[] packet = Assert.Single(rig.Send(inner));

        // 45 bytes of text + 1 of padding + 2 = 48, a multiple of 4.
        byte[] esp = [0x10, 0x20, 0x30, 0x40, 0, 0, 0, 7, .. inner, 1, 1, 4];
        byte[] high = extended ? [0, 0, 0, 5] : [];
        byte[] icv = HMACSHA256.HashData(parameters.IntegrityKey.Span, [.. esp, .. high])[..16];
        // Identification: sequence 7, mixed with the two halves of the SPI.
        byte[] outer = [0x45, 0, 0, 20 + 56 + 16, 0x10 ^ 0x30, 0x20 ^ 0x40 ^ 7, 0, 0, 64, 50, 0, 0, 203, 0, 113, 1, 203, 0, 113, 2];
        Ipv4Header.WriteChecksum(outer);
        Assert.Equal([.. outer, .. esp, .. icv], packet);
    }

    [Fact]
    public void A_transport_packet_behind_udp_looks_as_the_rfcs_draw_it()
    {
        SaParameters parameters = TestSa.Of("aes128-gcm", SaMode.Transport) with { UdpEncapsulation = new(4500, 61000) };
        using var rig = new PathRig();
        rig.Install(parameters);
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 3), options: [0x94, 4, 0, 0]);

        byte[] sent = Assert.Single(rig.Send(packet));

        // Salt and IV are the nonce (RFC 4106 §3.1); the IV is the sequence number.
        byte[] iv = [0, 0, 0, 0, 0, 0, 0, 1];
        byte[] text = [.. packet[24..], 1, 2, 3, 3, 17];
        byte[] nonce = [.. parameters.EncryptionKey.Span[16..], .. iv];
        byte[] header = [0x10, 0x20, 0x30, 0x40, 0, 0, 0, 1];
        byte[] cipher = new byte[16];
        byte[] icv = new byte[16];
        using var gcm = new AesGcm(parameters.EncryptionKey.Span[..16], 16);
        gcm.Encrypt(nonce, text, cipher, icv, header);
        byte[] udp = [4500 >> 8, 4500 & 0xFF, 61000 >> 8, 61000 & 0xFF, 0, 8 + 8 + 8 + 16 + 16, 0, 0];
        byte[] ip = packet[..24];
        ip[9] = 17;
        ip[3] = 24 + 56;
        Ipv4Header.WriteChecksum(ip);
        Assert.Equal([.. ip, .. udp, .. header, .. iv, .. cipher, .. icv], sent);
    }

    [Fact]
    public void Over_ipv6_the_udp_checksum_is_right_and_over_ipv4_it_is_zero()
    {
        foreach (bool ipv6 in (bool[])[false, true])
        {
            using var rig = new PathRig();
            rig.Install(TestSa.Of("aes128-gcm", ipv6: ipv6) with { UdpEncapsulation = new(4500, 4500) });

            byte[] sent = Assert.Single(rig.Send(TestPackets.Ipv4()));

            IpPacket ip = WirePackets.Read(sent);
            Assert.True(UdpHeader.TryRead(sent.AsSpan(ip.PayloadOffset), out UdpHeader udp));
            Assert.Equal(!ipv6, udp.Checksum == 0);
            Assert.True(UdpHeader.IsChecksumValid(ip.Source, ip.Destination, sent.AsSpan(ip.PayloadOffset)));
        }
    }

    [Theory]
    [InlineData("aes128-gcm", 4)]
    [InlineData("aes128-cbc+hmac-sha1-96", 16)]
    [InlineData("3des-cbc+hmac-sha1-96", 8)]
    public void Padding_fills_the_block_and_no_more(string suite, int block)
    {
        var layout = EspLayout.Of(TestSuites.Find(suite));
        int around = 8 + layout.IvLength + layout.IcvLength;
        for (int length = 0; length < 100; length++)
        {
            int total = layout.Length(length);

            Assert.Equal(0, (total - around) % block);
            Assert.InRange(total - around - length - 2, 0, block - 1);
            Assert.Equal(total, layout.FrontLength + length + layout.BackLength(length));
            Assert.InRange(layout.MaximumTextLength(total), length, length + block - 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)] // no whole header
    [InlineData(8 + 8 + 16)] // no trailer
    [InlineData(8 + 8 + 16 + 1)]
    [InlineData(8 + 8 + 16 + 6)] // no multiple of 4
    public void Lengths_that_cannot_be_are_malformed(int length)
    {
        using var pool = new PacketPool(1, 100, trackLeaks: true);
        PacketBuffer buffer = pool.Rent(new byte[100]);
        buffer.Packet.Fill(1);

        OpenJob job = default;
        Assert.False(EspPacket.TryDescribe(buffer, 20, length, EspLayout.Of(TestSuites.Find("aes128-gcm")), ref job, out _));
        PacketPool.Return(buffer);
    }

    [Fact]
    public void Tfc_padding_hides_the_length_and_is_taken_off_again()
    {
        using var rig = new PathRig();
        rig.Install(TestSa.Of("aes128-gcm") with { TfcPadToLength = 700, PathMtu = 1500 });
        byte[][] packets = [TestPackets.Ipv4(28), TestPackets.Ipv4(300), TestPackets.Ipv6(500), TestPackets.Ipv4(900)];

        byte[][] sent = rig.Send(packets);

        Assert.Single(sent[..3].Select(packet => packet.Length).Distinct());
        Assert.True(sent[3].Length > sent[0].Length);
        Assert.Equal(packets, rig.Receive(sent));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tfc_padding_never_goes_beyond_the_path_mtu(bool bundled)
    {
        using var rig = new PathRig();
        (SaParameters esp, SaParameters ah) = TestSa.Bundle("aes128-gcm", "ah:hmac-sha256-128");
        esp = esp with { TfcPadToLength = 4000, PathMtu = 1000, Bundle = bundled ? TestSa.Name : null, Name = TestSa.Name };
        rig.Install(esp);
        if (bundled)
        {
            rig.Install(ah with { PathMtu = 900 });
        }

        byte[] sent = Assert.Single(rig.Send(TestPackets.Ipv4(100)));

        Assert.InRange(sent.Length, (bundled ? 900 : 1000) - 4, bundled ? 900 : 1000);
        Assert.Single(rig.Receive(sent));
    }

    [Fact]
    public void A_dummy_packet_is_thrown_away_by_the_receiver()
    {
        using var rig = new PathRig();
        rig.Install(TestSa.Of("aes128-gcm"));

        byte[] dummy = Assert.Single(rig.SendDummy(200));
        byte[][] received = rig.Receive(dummy);

        Assert.Empty(received);
        Assert.Equal((1L, 1L), (rig.InboundDrops[DropReason.Dummy], rig.InboundDrops.Total));
        Assert.True(WirePackets.Read(dummy).DontFragment);
        Assert.InRange(dummy.Length, 252, 256);
    }
}
