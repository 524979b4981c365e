using BenchmarkDotNet.Attributes;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does it cost to read the headers of a packet?</summary>
public class IpPacketMicro
{
    private readonly PacketBuffer _packet;

    /// <summary>Makes the packet.</summary>
    public IpPacketMicro()
    {
        _packet = new PacketPool(1, 2048).TryRent()!;
        new FlowPackets(1420, 1).Fill(_packet, 0);
    }

    /// <summary>IP.</summary>
    [Benchmark]
    public bool TryRead() => IpPacket.TryRead(_packet.Packet, out _);

    /// <summary>IP and ports.</summary>
    [Benchmark]
    public bool TryReadFlow() => FlowKey.TryRead(_packet.Packet, out _);
}
