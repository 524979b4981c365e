using System.Buffers.Binary;
using System.Collections.Concurrent;
using Pipeline.Crypto;
using Pipeline.Engine.DataPath.Negotiation;

namespace Pipeline.Actors.Sharding;

/// <summary>Chooses SPIs that say which shard their packets belong to, so that arrivals need no look-up to find their thread.</summary>
/// <remarks>
/// <code>
///  31                                8 7          0
/// | 24 random bits, never all zero    | home shard |
/// </code>
/// Never 0 to 255, which RFC 4303 §2.1 reserves. Safe for concurrent use.
/// </remarks>
/// <param name="random">Where the 24 bits come from.</param>
public sealed class SpiAllocator(IRandomSource random) : IOfferedSpis
{
    /// <summary>The most shards that eight bits can tell apart.</summary>
    public const int MaximumShardCount = 256;

    private readonly ConcurrentDictionary<uint, byte> _taken = new();

    /// <summary>The shard whose thread owns the SA with this SPI.</summary>
    /// <remarks>SPIs that somebody else chose (SA files) work too: they fall on some shard, always the same.</remarks>
    public static int HomeShard(uint spi, int shardCount) => (int)(spi & 0xFF) % shardCount;

    /// <summary>Chooses an SPI that no other SA has.</summary>
    public uint Allocate(int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, MaximumShardCount);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        while (true)
        {
            random.Fill(bytes);
            uint spi = (BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0xFFFF_FF00) | (uint)shard;
            if (spi > 0xFF && TryTake(spi))
            {
                return spi;
            }
        }
    }

    /// <summary>Marks an SPI that somebody else chose as taken.</summary>
    /// <returns>False when it was taken already.</returns>
    public bool TryTake(uint spi) => _taken.TryAdd(spi, 0);

    /// <summary>Makes an SPI available again, once its SA is gone.</summary>
    public void Release(uint spi) => _taken.TryRemove(spi, out _);

    /// <inheritdoc/>
    public bool IsOffered(uint spi) => _taken.ContainsKey(spi);
}
