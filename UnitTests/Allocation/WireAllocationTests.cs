using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Allocation;

/// <summary>Wire and Encapsulation allocate nothing for a packet, good or bad.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class WireAllocationTests
{
    private static readonly byte[] Ah = Convert.FromHexString("110400000000010100000007aaaaaaaaaaaaaaaaaaaaaaaadeadbeef");

    [Fact]
    public void Reading_and_selecting_allocates_nothing()
    {
        byte[] good = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 40), (0, [0, 0, 5, 2, 0, 0, 1, 0]));
        byte[] bad = good[..50];
        var selector = new TrafficSelector { Source = AddressRange.AnyIpv6, Protocol = 17, DestinationPorts = PortRange.Of(2) };
        bool isContained = true;

        long allocated = Allocations.Of(() =>
        {
            isContained &= FlowKey.TryRead(good, out FlowKey key) && selector.Contains(key) && key.Reversed != key;
            isContained &= !FlowKey.TryRead(bad, out _);
        });

        Assert.Equal(0, allocated);
        Assert.True(isContained);
    }

    [Fact]
    public void Authenticating_headers_allocates_nothing()
    {
        byte[] ipv4 = WirePackets.Ipv4(51, Ah, options: [0x83, 7, 4, 10, 0, 0, 1, 0]);
        byte[] ipv6 = WirePackets.Ipv6(51, Ah, (43, [0, 2, 0, 1, 0, 0, 0, 0, .. new byte[16]]));
        var scratch = new byte[256];
        bool isWritten = true;

        long allocated = Allocations.Of(() =>
        {
            isWritten &= IpPacket.TryRead(ipv4, out IpPacket ip) && AhAuthenticatedHeaders.TryWrite(ipv4, ip, 24, 12, scratch, out _);
            isWritten &= IpPacket.TryRead(ipv6, out ip) && AhAuthenticatedHeaders.TryWrite(ipv6, ip, 24, 12, scratch, out _);
        });

        Assert.Equal(0, allocated);
        Assert.True(isWritten);
    }

    [Fact]
    public void Splitting_and_reassembling_allocates_nothing()
    {
        using var pool = new PacketPool(maximumCount: 16, maximumPacketLength: 2000);
        using var reassembly = new Reassembly();
        var batch = new PacketBatch(16);
        PacketBuffer packet = pool.Rent(WirePackets.Ipv6(17, WirePackets.Payload(1900)));
        int wholeCount = 0;

        long allocated = Allocations.Of(() =>
        {
            IpPacket.TryRead(packet.Packet, out IpPacket ip);
            Fragmentation.Split(packet, ip, 576, 7, pool, batch);
            while (batch.Count > 0)
            {
                PacketBuffer fragment = batch.TakeLast();
                IpPacket.TryRead(fragment.Packet, out IpPacket fragmentIp);
                if (reassembly.Add(fragment, fragmentIp, TimeSpan.Zero) is { } whole)
                {
                    wholeCount++;
                    PacketPool.Return(whole);
                }
            }
        });

        Assert.Equal((0, 1100), (allocated, wholeCount));
    }

    [Fact]
    public void Telling_the_path_mtu_allocates_nothing()
    {
        using var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 1500);
        PacketBuffer message = pool.TryRent()!;
        byte[] packet = WirePackets.Ipv6(17, WirePackets.Udp(1, 2, 1400));
        bool isRead = true;

        long allocated = Allocations.Of(() =>
        {
            IpPacket.TryRead(packet, out IpPacket ip);
            isRead &= IcmpPacketTooBig.TryWrite(packet, ip, WirePackets.DestinationV6, 1300, message);
            IpPacket.TryRead(message.Packet, out IpPacket messageIp);
            isRead &= IcmpPacketTooBig.TryRead(message.Packet, messageIp, out _, out _, out _);
        });

        Assert.Equal(0, allocated);
        Assert.True(isRead);
    }
}
