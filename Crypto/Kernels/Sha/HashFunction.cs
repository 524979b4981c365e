using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>A hash: where it begins, how long it is, and its compression function in several widths.</summary>
/// <typeparam name="TWord">Its word: 32 or 64 bits.</typeparam>
/// <param name="Start">The state that a message begins with.</param>
/// <param name="HashWords">Words of the state that are the hash: six of eight for SHA-384.</param>
/// <param name="Kernels">The same function with more and more lanes.</param>
internal sealed unsafe record HashFunction<TWord>(TWord[] Start, int HashWords, HashKernel[] Kernels)
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    /// <summary>Bytes in a block: sixteen words.</summary>
    internal static int BlockLength => 16 * sizeof(TWord);

    /// <summary>Bytes in the bit length that ends the padding: two words (FIPS 180-4 §5.1).</summary>
    internal static int LengthFieldLength => 2 * sizeof(TWord);

    /// <summary>Bytes in the hash.</summary>
    internal int HashLength { get; } = HashWords * sizeof(TWord);

    /// <summary>Bytes in the state.</summary>
    internal int StateLength { get; } = Start.Length * sizeof(TWord);

    /// <summary>The last word of HMAC's outer message, in memory order: bits in a block of key and a hash.</summary>
    internal TWord OuterBitLength { get; } = BigEndian(TWord.CreateTruncating((BlockLength + (HashWords * sizeof(TWord))) * 8));

    /// <summary>The narrowest kernel that has a lane for every message, or the widest.</summary>
    internal HashKernel KernelFor(int messages)
    {
        foreach (HashKernel kernel in Kernels)
        {
            if (kernel.LaneCount >= messages)
            {
                return kernel;
            }
        }

        return Kernels[^1];
    }

    /// <summary>A word as it stands in memory (FIPS 180-4 §3.1).</summary>
    internal static TWord BigEndian(TWord word)
    {
        if (!BitConverter.IsLittleEndian)
        {
            return word;
        }

        if (sizeof(TWord) == sizeof(uint))
        {
            uint reversed = BinaryPrimitives.ReverseEndianness(Unsafe.As<TWord, uint>(ref word));
            return Unsafe.As<uint, TWord>(ref reversed);
        }

        ulong reversedLong = BinaryPrimitives.ReverseEndianness(Unsafe.As<TWord, ulong>(ref word));
        return Unsafe.As<ulong, TWord>(ref reversedLong);
    }
}
