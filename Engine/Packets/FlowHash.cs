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
    // Odd numbers with no pattern in their bits: 2^64 times the fractions of the golden ratio, e and the square root of 2.
    private const ulong Odd1 = 0x9E37_79B9_7F4A_7C15;
    private const ulong Odd2 = 0xB7E1_5162_8AED_2A6B;
    private const ulong Odd3 = 0x6A09_E667_F3BC_C909;

    /// <summary>The hash of a flow.</summary>
    public static ulong Of(in FlowKey flow) => XXH64.DigestOf(FlowKey.BytesOf(flow));

    /// <summary>A hash for tables of one shard: two multiplications, a fifth of the time of <see cref="Of"/>.</summary>
    /// <remarks>
    /// Folded products of the five words (the idea of wyhash). Which flows share a set costs its owner no more than a policy
    /// look-up, so that it need not resist somebody who chooses flows on purpose.
    /// </remarks>
    public static ulong InMemory(in FlowKey flow)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(FlowKey.BytesOf(flow));
        ulong addresses = Fold(words[1] ^ (words[0] * Odd1) ^ Odd2, words[3] ^ (words[2] * Odd2) ^ Odd3);
        return Fold(addresses ^ Odd1, words[4] ^ Odd3);
    }

    /// <summary>The hash that places a packet: its flow's, or for a fragment that of what all fragments of a datagram share.</summary>
    public static ulong OfPacket(in IpPacket ip, ReadOnlySpan<byte> packet) => ip.IsFragment
        ? Of(new FlowKey(ip.Source, ip.Destination, 0, 0, 0, HasPorts: false))
        : Of(FlowKey.Read(ip, packet));

    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
