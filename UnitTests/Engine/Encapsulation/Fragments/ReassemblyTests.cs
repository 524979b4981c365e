using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation.Fragments;

/// <summary>RFC 791 §3.2, RFC 8200 §4.5, RFC 5722: whole datagrams or none, within bounds, without a leak.</summary>
public sealed class ReassemblyTests : IDisposable
{
    private static readonly ReassemblyLimits Limits = new()
    {
        MaximumDatagramCount = 4,
        MaximumFragmentCount = 32,
        MaximumBytes = 20000,
        Timeout = TimeSpan.FromSeconds(15),
    };

    private readonly PacketPool _pool = new(maximumCount: 256, maximumPacketLength: 9000, trackLeaks: true);
    private readonly Reassembly _reassembly = new(Limits);

    public void Dispose()
    {
        _reassembly.Dispose();
        Assert.Equal(0, _pool.OutsideCount);
        _pool.Dispose();
    }

    [Fact]
    public void Shuffled_and_repeated_fragments_make_the_original_again()
    {
        var random = new Random(5);
        for (int round = 0; round < 100; round++)
        {
            byte[] original = RandomDatagram(random);
            List<byte[]> fragments = Fragments(original, mtu: random.Next(300, 900), identification: (uint)round);
            fragments.Insert(random.Next(fragments.Count), fragments[random.Next(fragments.Count)]);
            byte[][] shuffled = [.. fragments];
            random.Shuffle(shuffled);
            byte[]? whole = null;
            foreach (byte[] fragment in shuffled)
            {
                // A copy that comes after completion begins a datagram that never ends: the timeout takes it.
                whole = Add(fragment, TimeSpan.FromSeconds(round * 20)) ?? whole;
            }

            Assert.Equal(original, whole);
        }
    }

    [Theory]
    [InlineData(8)]   // begins inside the first fragment
    [InlineData(24)]  // the last bytes of the first fragment again
    public void An_overlap_drops_the_datagram_and_what_still_comes_of_it(int offset)
    {
        Add(Fragment(0, 32, more: true));

        Add(Fragment(offset, 16, more: true));
        byte[]? late = Add(Fragment(32, 8, more: false));

        Assert.Null(late);
        Assert.Equal(3, _reassembly.Dropped(DropReason.BadFragment));
        Assert.Equal((0, 0), (_reassembly.PendingBytes, _pool.OutsideCount));
    }

    [Fact]
    public void A_copy_with_other_bytes_is_an_overlap_and_an_exact_copy_is_not()
    {
        byte[] first = Fragment(0, 32, more: true);
        byte[] changed = [.. first];
        changed[^1] ^= 1;
        Add(first);
        Add(first);
        int pending = _reassembly.PendingBytes;

        Add(changed);

        Assert.Equal((32, 0), (pending, _reassembly.PendingBytes));
    }

    [Fact]
    public void Two_different_ends_drop_the_datagram()
    {
        Add(Fragment(64, 8, more: false));
        Add(Fragment(32, 8, more: false));
        Add(Fragment(0, 32, more: true, identification: 2));
        Add(Fragment(32, 8, more: true, identification: 2));
        Add(Fragment(16, 8, more: false, identification: 2));
        Add(Fragment(16, 8, more: false, identification: 3));
        Add(Fragment(32, 8, more: true, identification: 3));

        Assert.Equal(7, _reassembly.Dropped(DropReason.BadFragment));
        Assert.Equal(0, _pool.OutsideCount);
    }

    [Theory]
    [InlineData(0, 20, true)]  // not a multiple of 8, and not the last
    [InlineData(8, 0, false)]  // empty
    public void A_fragment_that_cannot_be_is_dropped_alone(int offset, int length, bool more)
    {
        Add(Fragment(offset, length, more));

        Assert.Equal((1, 0), ((int)_reassembly.Dropped(DropReason.BadFragment), _reassembly.PendingCount));
    }

    [Fact]
    public void A_datagram_waits_as_long_as_the_timeout_says()
    {
        Add(Fragment(0, 32, more: true), TimeSpan.FromSeconds(1));
        Add(Fragment(32, 32, more: true), TimeSpan.FromSeconds(10));
        _reassembly.Expire(TimeSpan.FromSeconds(15.9));
        int before = _reassembly.PendingCount;

        _reassembly.Expire(TimeSpan.FromSeconds(16));

        Assert.Equal((1, 0), (before, _reassembly.PendingCount));
        Assert.Equal(2, _reassembly.Dropped(DropReason.FragmentTimeout));
        Assert.Equal(0, _pool.OutsideCount);
    }

    [Fact]
    public void A_full_table_drops_the_oldest()
    {
        for (uint identification = 0; identification < 5; identification++)
        {
            Add(Fragment(0, 8, more: true, identification));
        }

        byte[]? oldest = Add(Fragment(8, 8, more: false, identification: 0));
        byte[]? newest = Add(Fragment(8, 8, more: false, identification: 4));

        Assert.Null(oldest);
        Assert.NotNull(newest);
        Assert.True(_reassembly.PendingCount <= 4);
        Assert.Equal(2, _reassembly.Dropped(DropReason.BadFragment));
    }

    [Fact]
    public void The_byte_bound_holds_whatever_comes()
    {
        for (uint identification = 0; identification < 4; identification++)
        {
            Add(Fragment(0, 6000, more: true, identification));
            Assert.True(_reassembly.PendingBytes <= Limits.MaximumBytes);
        }

        Assert.Equal((3, 1), (_reassembly.PendingCount, (int)_reassembly.Dropped(DropReason.BadFragment)));
    }

    [Fact]
    public void Too_many_fragments_drop_the_datagram()
    {
        for (int index = 0; index <= Limits.MaximumFragmentCount; index++)
        {
            Add(Fragment(index * 8, 8, more: true));
        }

        Assert.Equal((0, 33), (_reassembly.PendingBytes, (int)_reassembly.Dropped(DropReason.BadFragment)));
    }

    [Fact]
    public void A_datagram_longer_than_a_buffer_has_no_room()
    {
        for (int offset = 0; offset < 12000; offset += 4000)
        {
            Add(Fragment(offset, 4000, more: offset < 8000));
        }

        Assert.Equal((3, 0), ((int)_reassembly.Dropped(DropReason.NoRoom), _pool.OutsideCount));
    }

    [Theory]
    [InlineData(0b10, 0b10, 0b10)]
    [InlineData(0b10, 0b11, 0b11)] // a mark on any fragment marks the datagram (RFC 3168 §5.3)
    [InlineData(0b00, 0b11, -1)]   // but not when another fragment denies ECN
    public void Congestion_marks_survive(int first, int second, int expected)
    {
        Add(Fragment(0, 8, more: true, tos: (byte)first));
        byte[]? whole = Add(Fragment(8, 8, more: false, tos: (byte)second));

        Assert.Equal(expected, whole is null ? -1 : whole[1]);
        Assert.True(whole is null || Ipv4Header.IsChecksumValid(whole));
    }

    [Fact]
    public void A_whole_packet_passes_and_an_atomic_fragment_loses_its_header()
    {
        byte[] udp = WirePackets.Udp(1, 2, 100);
        byte[] atomic = WirePackets.Ipv6(17, udp, (44, WirePackets.FragmentHeader(0, more: false)));

        Assert.Equal(WirePackets.Ipv6(17, udp), Add(atomic));
        Assert.Equal(WirePackets.Ipv4(17, udp), Add(WirePackets.Ipv4(17, udp)));
    }

    private byte[]? Add(byte[] fragment, TimeSpan now = default)
    {
        // Link padding must not get into the datagram.
        PacketBuffer? whole = _reassembly.Add(_pool.Rent([.. fragment, 0xEE, 0xEE]), WirePackets.Read(fragment), now);
        if (whole is null)
        {
            return null;
        }

        byte[] bytes = whole.Packet[..WirePackets.Read(whole.Packet).TotalLength].ToArray();
        PacketPool.Return(whole);
        return bytes;
    }

    private List<byte[]> Fragments(byte[] datagram, int mtu, uint identification)
    {
        var batch = new PacketBatch(64);
        PacketBuffer packet = _pool.Rent(datagram);
        DropReason result = Fragmentation.Split(packet, WirePackets.Read(datagram), mtu, identification, _pool, batch);
        Assert.Equal(DropReason.None, result);
        PacketPool.Return(packet);
        var fragments = new List<byte[]>();
        for (int index = 0; index < batch.Count; index++)
        {
            Assert.True(batch[index].Length <= mtu);
            fragments.Add(batch[index].Packet.ToArray());
        }

        PacketPool.Return(batch);
        return fragments;
    }

    private static byte[] RandomDatagram(Random random)
    {
        var payload = new byte[random.Next(1000, 6000)];
        random.NextBytes(payload);
        byte[] hopByHop = Convert.FromHexString("0000050200000100");
        return random.Next(3) switch
        {
            0 => WirePackets.Ipv6(17, payload, (0, hopByHop)),
            1 => WirePackets.Ipv6(17, payload),
            _ => WirePackets.Ipv4(17, payload, options: [0x94, 4, 0, 0], tos: 2),
        };
    }

    private static byte[] Fragment(int offset, int length, bool more, uint identification = 1, byte tos = 0)
    {
        byte[] packet = WirePackets.Ipv4(17, WirePackets.Payload(length), tos: tos);
        Ipv4Header.SetIdentification(packet, (ushort)identification);
        Ipv4Header.SetFragment(packet, dontFragment: false, more, offset);
        return packet;
    }
}
