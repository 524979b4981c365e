using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Pcap;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>Writes what came of a batch in the order in which it was read.</summary>
/// <remarks>
/// A path finishes a batch suite by suite and bundles last. <see cref="PacketBuffer.Tag"/>, the packet's number in the
/// input, brings them into line again; fragments of one packet share it and stay in their order.
/// </remarks>
internal sealed class OrderedOutput(PcapWriter writer) : IDisposable
{
    private readonly List<PacketBuffer> _packets = [];

    /// <summary>Bytes of all packets written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets written.</summary>
    public long Count => writer.Count;

    /// <summary>Takes over what a path has finished.</summary>
    public void Take(PacketBatch batch)
    {
        for (int index = 0; index < batch.Count; index++)
        {
            _packets.Add(batch[index]);
        }

        batch.Forget();
    }

    /// <summary>Writes what was taken since the last time.</summary>
    public void Write()
    {
        // OrderBy keeps the order of equals.
        foreach (PacketBuffer packet in _packets.OrderBy(packet => packet.Tag))
        {
            writer.Write(packet.Packet, packet.Timestamp);
            Bytes += packet.Length;
        }

        Dispose();
    }

    /// <summary>Gives back what was not written.</summary>
    public void Dispose()
    {
        _packets.ForEach(PacketPool.Return);
        _packets.Clear();
    }
}
