using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Pcap;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports;

/// <summary>What passes a traced port is in its file, and nothing else.</summary>
public sealed class TracePortTests : PacketPortContract
{
    protected override (IPacketPort Near, IPacketPort Far) CreatePair(int capacityPackets)
    {
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(capacityPackets);
        return (Trace(near, Stream.Null), Trace(far, Stream.Null));
    }

    [Fact]
    public void Writes_what_was_sent_and_received_and_not_what_was_refused()
    {
        using var pool = new PacketPool(maximumCount: 8, maximumPacketLength: 100, trackLeaks: true);
        (InMemoryPort near, InMemoryPort far) = InMemoryPort.CreatePair(1);
        using var file = new MemoryStream();
        TracePort traced = Trace(near, file);
        var batch = new PacketBatch();
        Add(pool, batch, 0x45, 0x46);
        traced.Send(batch); // the second does not fit
        PacketPool.Return(batch);
        Add(pool, batch, 0x60);
        far.Send(batch);
        traced.Receive(batch, TimeSpan.Zero);
        PacketPool.Return(batch);

        traced.Dispose();

        Assert.Equal([0x45, 0x60], ReadFirstBytes(file.ToArray()));
        far.Dispose();
    }

    private static TracePort Trace(InMemoryPort port, Stream file) =>
        new(port, new PcapWriter(file), TimeProvider.System);

    private static void Add(PacketPool pool, PacketBatch batch, params ReadOnlySpan<byte> packets)
    {
        foreach (byte packet in packets)
        {
            PacketBuffer buffer = pool.TryRent()!;
            buffer.TryFill([packet]);
            batch.TryAdd(buffer);
        }
    }

    private static List<byte> ReadFirstBytes(byte[] file)
    {
        using var reader = new PcapReader(new MemoryStream(file));
        var bytes = new List<byte>();
        while (reader.Read(out PcapFrame frame))
        {
            bytes.Add(frame.Bytes[0]);
        }

        return bytes;
    }
}
