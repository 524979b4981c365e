using System.Runtime.InteropServices;
using K4os.Hash.xxHash;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Packets;

/// <summary>Spreads flows over shards and cache sets: the 64-bit xxHash of a flow's five values.</summary>
/// <remarks>
/// Not keyed: who chooses ports chooses the shard, which gains nothing but an uneven load of their own making; SAs are
/// found by other means. One allocation-free hash of 40 bytes.
/// </remarks>
public static class FlowHash
{
    private const int KeyLength = 40;

    /// <summary>The hash of a flow.</summary>
    public static ulong Of(in FlowKey flow)
    {
        Span<byte> bytes = stackalloc byte[KeyLength];
        UInt128 source = flow.Source.Value;
        UInt128 destination = flow.Destination.Value;
        MemoryMarshal.Write(bytes, in source);
        MemoryMarshal.Write(bytes[16..], in destination);
        int ports = (flow.SourcePort << 16) | flow.DestinationPort;
        MemoryMarshal.Write(bytes[32..], in ports);
        int rest = (flow.Protocol << 1) | (flow.HasPorts ? 1 : 0);
        MemoryMarshal.Write(bytes[36..], in rest);
        return XXH64.DigestOf(bytes);
    }

    /// <summary>The hash that places a packet: its flow's, or for a fragment that of what all fragments of a datagram share.</summary>
    public static ulong OfPacket(in IpPacket ip, ReadOnlySpan<byte> packet) => ip.IsFragment
        ? Of(new FlowKey(ip.Source, ip.Destination, 0, 0, 0, HasPorts: false))
        : Of(FlowKey.Read(ip, packet));
}
