using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>One end of a cable in memory; a packet moves to the other end as the same buffer, without a copy.</summary>
/// <remarks>
/// Each direction holds a bounded number of packets; what does not fit stays with the sender. Sending and receiving
/// allocate nothing, waiting included. After one end is disposed the other still receives what was on its way, then
/// <see cref="Receive"/> is false; what it sends then stays with it.
/// </remarks>
public sealed class InMemoryPort : IPacketPort
{
    private readonly PacketLane _incoming;
    private readonly PacketLane _outgoing;

    private InMemoryPort(PacketLane incoming, PacketLane outgoing)
    {
        _incoming = incoming;
        _outgoing = outgoing;
    }

    /// <summary>Makes a cable.</summary>
    /// <param name="capacityPackets">Packets that each direction holds; at least 1.</param>
    /// <returns>Its two ends; each is disposed on its own.</returns>
    public static (InMemoryPort Near, InMemoryPort Far) CreatePair(int capacityPackets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityPackets, 1);
        var oneWay = new PacketLane(capacityPackets);
        var otherWay = new PacketLane(capacityPackets);
        return (new InMemoryPort(oneWay, otherWay), new InMemoryPort(otherWay, oneWay));
    }

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait) => _incoming.Receive(batch, wait);

    /// <inheritdoc/>
    public void Send(PacketBatch batch) => _outgoing.Send(batch);

    /// <summary>Always 0: a cable in memory loses nothing.</summary>
    public long Dropped(DropReason reason) => 0;

    /// <summary>Unplugs this end: what was sent to it goes back to its pools, what it sent can still be received.</summary>
    public void Dispose()
    {
        _incoming.CloseAndClear();
        _outgoing.Close();
    }
}
