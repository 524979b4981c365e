using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>Capture files as a port, by round trip and by what it refuses.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PcapPortTests : IDisposable
{
    private static readonly byte[] Ipv4Frame = [.. new byte[12], 0x08, 0x00, 0x45, 1, 2, 3];
    private static readonly byte[] ArpFrame = [.. new byte[12], 0x08, 0x06, 0, 1];

    private readonly PacketPool _pool = new(maximumCount: 300, maximumPacketLength: 1500, trackLeaks: true);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void What_it_sends_it_receives_again_with_the_time()
    {
        var time = new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);
        using var file = new MemoryStream();
        var writing = new PcapPort(_pool, reader: null, new PcapWriter(file));
        var batch = new PacketBatch();
        for (int index = 0; index < 256; index++)
        {
            PacketBuffer packet = _pool.TryRent()!;
            packet.Reset(1 + index).Fill((byte)index);
            packet.Packet[0] = 0x45;
            packet.Timestamp = time.Ticks + index;
            batch.TryAdd(packet);
        }

        writing.Send(batch);
        writing.Dispose();
        using var reading = new PcapPort(_pool, new PcapReader(new MemoryStream(file.ToArray())), writer: null);
        reading.Receive(batch, TimeSpan.Zero);

        Assert.Equal(256, batch.Count);
        for (int index = 0; index < 256; index++)
        {
            Assert.Equal((1 + index, time.Ticks + index), (batch[index].Length, batch[index].Timestamp));
            Assert.Equal(index == 0 ? 0x45 : index, batch[index].Packet[index]);
        }

        PacketPool.Return(batch);
    }

    [Fact]
    public void Strips_the_link_header_and_counts_what_is_not_IP()
    {
        using PcapPort port = Open(ArpFrame, Ipv4Frame, ArpFrame);
        var batch = new PacketBatch();

        port.Receive(batch, TimeSpan.Zero);

        Assert.Equal([0x45, 1, 2, 3], batch[0].Packet.ToArray());
        Assert.Equal((1, 2), (batch.Count, port.Dropped(DropReason.NotIp)));
        PacketPool.Return(batch);
    }

    [Fact]
    public void Counts_a_packet_that_no_buffer_holds()
    {
        using PcapPort port = Open([.. Ipv4Frame, .. new byte[1600]], Ipv4Frame);
        var batch = new PacketBatch();

        port.Receive(batch, TimeSpan.Zero);

        Assert.Equal((1, 1), (batch.Count, port.Dropped(DropReason.NoRoom)));
        PacketPool.Return(batch);
    }

    [Fact]
    public void Ends_with_the_file_and_shows_how_far_it_is()
    {
        using PcapPort port = Open(Ipv4Frame);
        var batch = new PacketBatch();
        Assert.InRange(port.Position, 0, port.Length - 1);

        Assert.True(port.Receive(batch, TimeSpan.Zero));
        PacketPool.Return(batch);

        Assert.False(port.Receive(batch, TimeSpan.Zero));
        Assert.Equal(port.Length, port.Position);
    }

    [Fact]
    public void Goes_on_where_an_empty_pool_stopped_it()
    {
        using var pool = new PacketPool(maximumCount: 1, maximumPacketLength: 1500, trackLeaks: true);
        using var port = new PcapPort(pool, new PcapReader(Capture(Ipv4Frame, [.. Ipv4Frame, 9])), writer: null);
        var batch = new PacketBatch();
        port.Receive(batch, TimeSpan.Zero);
        Assert.Equal((1, 4), (batch.Count, batch[0].Length));
        PacketPool.Return(batch);

        port.Receive(batch, TimeSpan.Zero);

        Assert.Equal((1, 5), (batch.Count, batch[0].Length));
        PacketPool.Return(batch);
    }

    [Fact]
    public void A_damaged_file_leaks_nothing_and_what_came_before_was_received()
    {
        byte[] whole = Capture(Ipv4Frame, Ipv4Frame).ToArray();
        using var port = new PcapPort(_pool, new PcapReader(new MemoryStream(whole[..^1])), writer: null);
        var batch = new PacketBatch();

        Assert.Throws<PcapFormatException>(() => port.Receive(batch, TimeSpan.Zero));

        Assert.Equal((1, 1), (batch.Count, _pool.OutsideCount));
        PacketPool.Return(batch);
    }

    [Fact]
    public void Takes_nothing_without_an_output_and_receives_nothing_without_an_input()
    {
        using var port = new PcapPort(_pool, reader: null, writer: null);
        var batch = new PacketBatch();
        batch.TryAdd(_pool.TryRent()!);

        port.Send(batch);

        Assert.Equal(1, batch.Count);
        PacketPool.Return(batch);
        Assert.False(port.Receive(batch, TimeSpan.Zero));
    }

    [Fact]
    public void Allocates_nothing_for_a_packet()
    {
        using var pool = new PacketPool(maximumCount: 16, maximumPacketLength: 1500);
        byte[][] frames = [.. Enumerable.Repeat(Ipv4Frame, 2000)];
        using var port = new PcapPort(pool, new PcapReader(Capture(frames)), new PcapWriter(Stream.Null));
        var batch = new PacketBatch(10);
        Convert(port, batch, rounds: 20);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Convert(port, batch, rounds: 150);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Convert(PcapPort port, PacketBatch batch, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            port.Receive(batch, TimeSpan.Zero);
            port.Send(batch);
        }
    }

    private PcapPort Open(params byte[][] frames) => new(_pool, new PcapReader(Capture(frames)), writer: null);

    private static MemoryStream Capture(params byte[][] frames)
    {
        var bytes = new CaptureBytes(bigEndian: false);
        bytes.ClassicHeader(0xA1B2C3D4, linkType: 1);
        foreach (byte[] frame in frames)
        {
            bytes.ClassicFrame(1, 0, frame);
        }

        return bytes.ToStream();
    }
}
