using System.Numerics;
using System.Runtime.CompilerServices;
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
    /// <summary>2^32 times the fraction of the golden ratio, made odd: no pattern in its bits.</summary>
    private const uint Odd = 0x9E37_79B1;

    /// <summary>The hash of a flow.</summary>
    public static ulong Of(in FlowKey flow) => XXH64.DigestOf(FlowKey.BytesOf(flow));

    /// <summary>A hash for tables of one shard, best in its high bits: three CRC instructions, a tenth of the time of <see cref="Of"/>.</summary>
    /// <remarks>
    /// CRC-32C of the words, the addresses folded; a processor without the instruction computes the same. Which flows share a set
    /// costs no more than a policy look-up, so that it need not resist somebody who chooses flows on purpose.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InMemory(in FlowKey flow)
    {
        ulong low = flow.SourceLow ^ BitOperations.RotateLeft(flow.DestinationLow, 32);
        ulong high = flow.SourceHigh ^ BitOperations.RotateLeft(flow.DestinationHigh, 32);
        // A CRC is linear: flows in a row could meet in few of its low bits. The product is not, in its high bits.
        return BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(0, low), high), flow.Rest) * Odd;
    }

    /// <summary>The hash that places a packet: its flow's, or for a fragment that of what all fragments of a datagram share.</summary>
    public static ulong OfPacket(in IpPacket ip, ReadOnlySpan<byte> packet) => ip.IsFragment
        ? Of(new FlowKey(ip.Source, ip.Destination, 0, 0, 0, HasPorts: false))
        : Of(FlowKey.Read(ip, packet));
}
