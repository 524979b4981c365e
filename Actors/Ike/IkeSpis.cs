using System.Buffers.Binary;
using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Ike;

/// <summary>Gives out SPIs: for IKE SAs 64 random bits, for Child SAs those that lead arrivals to a shard, in turn.</summary>
/// <remarks>Safe on all threads.</remarks>
/// <param name="random">Where the bits come from.</param>
/// <param name="spis">Knows which SPIs of Child SAs are in use.</param>
/// <param name="shardCount">Shards to spread Child SAs over.</param>
internal sealed class IkeSpis(IRandomSource random, SpiAllocator spis, int shardCount) : ISpiSource
{
    private int _next = -1;

    /// <inheritdoc/>
    public ulong NextIkeSpi()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong spi;
        do
        {
            random.Fill(bytes);
            spi = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }
        while (spi == 0);
        return spi;
    }

    /// <inheritdoc/>
    public uint NextChildSpi(SaProtocol protocol) =>
        spis.Allocate((int)((uint)Interlocked.Increment(ref _next) % (uint)shardCount));
}
