using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Fuzz;

/// <summary>Nothing that reads bytes ever throws, and what it accepts lies inside the packet.</summary>
public sealed class WireFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 60)),
        WirePackets.Ipv4(6, WirePackets.Payload(60), options: [0x94, 4, 0, 0, 0x83, 7, 4, 10, 0, 0, 1, 0]),
        WirePackets.Ipv4(51, Convert.FromHexString("110400000000010100000007aaaaaaaaaaaaaaaaaaaaaaaadeadbeef"), options: [7, 7, 4, 10, 0, 0, 1, 1]),
        WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 60), (0, [0, 0, 5, 2, 0, 0, 1, 0]), (60, [0, 0, 1, 4, 0, 0, 0, 0])),
        WirePackets.Ipv6(
            51,
            Convert.FromHexString("110400000000010100000007aaaaaaaaaaaaaaaaaaaaaaaadeadbeef"),
            (0, [0, 0, 0x3E, 4, 1, 2, 3, 4]),
            (43, [0, 2, 0, 1, 0, 0, 0, 0, .. new byte[16]])),
        WirePackets.Ipv6(17, WirePackets.Payload(64), (44, WirePackets.FragmentHeader(8, more: true))),
        WirePackets.Ipv4(1, [3, 4, 0xFC, 0xFB, 0, 0, 0, 0, .. WirePackets.Ipv4(17, WirePackets.Udp(1, 2, 8))]),
    ];

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(6);
        for (int round = 0; round < 500_000; round++)
        {
            var packet = new byte[random.Next(0, 120)];
            random.NextBytes(packet);
            if (packet.Length > 0 && round % 3 != 0)
            {
                packet[0] = round % 3 == 1 ? (byte)(0x45 + random.Next(3)) : (byte)0x60;
            }

            ReadEverything(packet);
        }
    }

    [Fact]
    public void Mutated_packets_never_throw()
    {
        var random = new Random(7);
        for (int round = 0; round < 1_000_000; round++)
        {
            byte[] packet = [.. Seeds[random.Next(Seeds.Length)]];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                packet[random.Next(packet.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            int length = random.Next(4) == 0 ? random.Next(packet.Length + 1) : packet.Length;
            ReadEverything(packet.AsSpan(0, length));
        }
    }

    [Fact]
    public void Mutated_fragments_never_throw_and_never_leak()
    {
        var random = new Random(8);
        using var pool = new PacketPool(maximumCount: 200, maximumPacketLength: 2000, trackLeaks: true);
        using var reassembly = new Reassembly(new ReassemblyLimits { MaximumDatagramCount = 8, MaximumFragmentCount = 8, MaximumBytes = 4000 });
        var batch = new PacketBatch();
        for (int round = 0; round < 1_500; round++)
        {
            byte[] bytes = WirePackets.Ipv4(17, WirePackets.Payload(random.Next(1, 20) * 4));
            Ipv4Header.SetIdentification(bytes, (ushort)random.Next(12));
            Ipv4Header.SetFragment(bytes, dontFragment: false, random.Next(3) > 0, random.Next(6) * 8);
            PacketBuffer packet = pool.Rent(bytes);
            if (IpPacket.TryRead(bytes, out IpPacket ip))
            {
                Fragmentation.Split(packet, ip, random.Next(0, bytes.Length), 1, pool, batch);
                PacketPool.Return(batch);
            }

            PacketBuffer? whole = reassembly.Add(packet, ip, TimeSpan.FromMilliseconds(round * 10));
            if (whole is not null)
            {
                Assert.True(IpPacket.TryRead(whole.Packet, out IpPacket wholeIp) && !wholeIp.IsFragment);
                PacketPool.Return(whole);
            }
        }
    }

    private static void ReadEverything(ReadOnlySpan<byte> packet)
    {
        EspHeader.TryRead(packet, out _);
        EspTrailer.TryRead(packet, out _, out _);
        NonEspMarker.Classify(packet);
        AhHeader.TryRead(packet, out _);
        Ipv6FragmentHeader.TryRead(packet, out _);
        if (IpPacket.TryReadQuoted(packet, out IpPacket quoted))
        {
            AssertInside(quoted, packet);
            FlowKey.Read(quoted, packet);
        }

        if (!IpPacket.TryRead(packet, out IpPacket ip))
        {
            return;
        }

        AssertInside(ip, packet);
        FlowKey.Read(ip, packet);
        IcmpPacketTooBig.TryRead(packet, ip, out _, out _, out _);
        ReadUpperLayer(ip, packet[ip.PayloadOffset..ip.TotalLength], packet);
    }

    private static void ReadUpperLayer(in IpPacket ip, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> packet)
    {
        UdpHeader.TryRead(upper, out _);
        IcmpMessage.TryRead(upper, out _);
        if (TcpHeader.TryRead(upper, out TcpHeader tcp) && tcp.TryFindMaximumSegmentSize(upper, out int offset, out _))
        {
            Assert.True(offset + 2 <= tcp.Length);
        }

        Span<byte> scratch = stackalloc byte[256];
        if (AhHeader.TryRead(upper, out AhHeader ah) &&
            AhAuthenticatedHeaders.TryWrite(packet, ip, ah.Length, Math.Min(12, ah.Length - 12), scratch, out int length))
        {
            Assert.True(length <= ip.PayloadOffset + ah.Length);
        }
    }

    private static void AssertInside(in IpPacket ip, ReadOnlySpan<byte> packet)
    {
        Assert.True(ip.TotalLength <= packet.Length);
        Assert.True(ip.PayloadOffset <= ip.TotalLength && ip.PayloadOffset >= ip.UnfragmentableLength);
        Assert.True(ip.UnfragmentableLength >= ip.HeaderLength);
        Assert.True(ip.ProtocolOffset < ip.PayloadOffset && packet[ip.ProtocolOffset] == ip.Protocol);
        Assert.True(ip.UnfragmentableProtocolOffset < ip.UnfragmentableLength);
        Assert.True(ip.FragmentHeaderOffset == -1 || ip.FragmentHeaderOffset + 8 <= ip.PayloadOffset);
    }
}
