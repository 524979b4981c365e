using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation.Fragments;

/// <summary>RFC 791 §3.2 and RFC 8200 §4.5: fragments, and nothing left behind when there can be none.</summary>
public sealed class FragmentationTests : IDisposable
{
    private readonly PacketPool _pool = new(maximumCount: 64, maximumPacketLength: 4000, trackLeaks: true);
    private readonly PacketBatch _fragments = new(32);

    public void Dispose()
    {
        PacketPool.Return(_fragments);
        _pool.Dispose();
    }

    [Fact]
    public void Splits_ipv4_and_repeats_only_copied_options()
    {
        // Router alert (copied), record route (not copied).
        byte[] options = Convert.FromHexString("94040000" + "070704c0000207" + "0000000000");
        DropReason result = Split(WirePackets.Ipv4(17, WirePackets.Payload(500), options), 256);

        Assert.Equal(DropReason.None, result);
        Assert.Equal((0, 216, true, 36), Shape(0)); // 256 - 36 = 220, and 216 is its multiple of 8
        Assert.Equal((216, 232, true, 24), Shape(1));
        Assert.Equal((448, 52, false, 24), Shape(2));
        Assert.Equal("94040000", Convert.ToHexString(_fragments[1].Packet.Slice(20, 4)));
        Assert.All([0, 1, 2], index => Assert.True(Ipv4Header.IsChecksumValid(_fragments[index].Packet)));
    }

    [Fact]
    public void Splits_a_fragment_further()
    {
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Payload(160));
        Ipv4Header.SetFragment(packet, dontFragment: false, moreFragments: true, 800);
        DropReason result = Split(packet, 120);

        Assert.Equal(DropReason.None, result);
        Assert.Equal((800, 96, true, 20), Shape(0));
        Assert.Equal((896, 64, true, 20), Shape(1));
    }

    [Fact]
    public void Puts_the_ipv6_fragment_header_behind_the_unfragmentable_part()
    {
        byte[] hopByHop = Convert.FromHexString("0000050200000100");
        byte[] forDestination = Convert.FromHexString("0000010400000000");
        DropReason result = Split(WirePackets.Ipv6(17, WirePackets.Payload(1500), (0, hopByHop), (60, forDestination)), 1280);

        Assert.Equal(DropReason.None, result);
        IpPacket first = WirePackets.Read(_fragments[0].Packet);
        IpPacket last = WirePackets.Read(_fragments[1].Packet);
        Assert.Equal((48, 0, true, 99u), (first.FragmentHeaderOffset, first.FragmentOffset, first.MoreFragments, first.Identification));
        Assert.Equal((48, 1224, false, 99u), (last.FragmentHeaderOffset, last.FragmentOffset, last.MoreFragments, last.Identification));
        Assert.Equal((1280, 340), (first.TotalLength, last.TotalLength));
        Assert.Equal((17, 60), (first.Protocol, last.Protocol));
    }

    public static TheoryData<string, byte[], int, DropReason> Refused => new()
    {
        { "do not fragment", WirePackets.Ipv4(17, new byte[500], dontFragment: true), 256, DropReason.TooBig },
        { "no room for 8 bytes", WirePackets.Ipv4(17, new byte[500]), 27, DropReason.TooBig },
        { "an MTU below the headers", WirePackets.Ipv6(17, new byte[500]), 30, DropReason.TooBig },
        { "an IPv6 fragment", WirePackets.Ipv6(17, new byte[504], (44, WirePackets.FragmentHeader(0, more: true))), 256, DropReason.TooBig },
        { "no payload", WirePackets.Ipv4(17, []), 19, DropReason.TooBig },
        { "a broken option", WirePackets.Ipv4(17, new byte[500], options: [0x94, 9, 0, 0]), 256, DropReason.Malformed },
        { "more than the batch takes", WirePackets.Ipv4(17, new byte[500]), 28, DropReason.NoRoom },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Leaves_nothing_behind_when_it_refuses(string what, byte[] packet, int mtu, DropReason expected)
    {
        _fragments.TryAdd(_pool.Rent([1, 2, 3]));

        DropReason result = Split(packet, mtu);

        Assert.True(expected == result, what);
        Assert.Equal((1, 1), (_fragments.Count, _pool.OutsideCount));
    }

    [Fact]
    public void Leaves_nothing_behind_when_the_pool_runs_dry()
    {
        using var small = new PacketPool(maximumCount: 2, maximumPacketLength: 300, trackLeaks: true);
        PacketBuffer packet = _pool.Rent(WirePackets.Ipv4(17, new byte[1000]));
        IpPacket ip = WirePackets.Read(packet.Packet);

        Assert.Equal(DropReason.PoolEmpty, Fragmentation.Split(packet, ip, 256, 0, small, _fragments));
        Assert.Equal(DropReason.NoRoom, Fragmentation.Split(packet, ip, 600, 0, small, _fragments));
        Assert.Equal((0, 0), (_fragments.Count, small.OutsideCount));
        PacketPool.Return(packet);
    }

    private DropReason Split(byte[] bytes, int mtu)
    {
        PacketBuffer packet = _pool.Rent(bytes);
        DropReason result = Fragmentation.Split(packet, WirePackets.Read(bytes), mtu, 99, _pool, _fragments);
        Assert.Equal(bytes, packet.Packet);
        PacketPool.Return(packet);
        return result;
    }

    private (int Offset, int Length, bool More, int Header) Shape(int index)
    {
        IpPacket ip = WirePackets.Read(_fragments[index].Packet);
        return (ip.FragmentOffset, ip.PayloadLength, ip.MoreFragments, ip.HeaderLength);
    }
}
