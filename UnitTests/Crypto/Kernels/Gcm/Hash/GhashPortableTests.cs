using System.Runtime.Intrinsics;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Kernels.Gcm.Hash;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm.Hash;

public sealed class GhashPortableTests
{
    private const ulong Ones = ulong.MaxValue;

    [Fact]
    public void Multiplies_like_the_book_bit_by_bit()
    {
        var random = new Random(11);
        UInt128[] factors =
        [
            0, 1, UInt128.One << 127, UInt128.MaxValue, new UInt128(Ones, 0), new UInt128(0, Ones),
            .. Enumerable.Range(0, 200).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64() << 1)),
        ];
        foreach (UInt128 left in factors[..20])
        {
            foreach (UInt128 right in factors)
            {
                Vector128<ulong> power = GcmBlock.FirstPower(GcmBlock.Reflect(Block(right).AsByte()).AsByte());
                var hash = new GhashPortable(power, Block(left));

                hash.Multiply();

                Assert.Equal(Block(ByTheBook(left, right)), hash.Value);
            }
        }
    }

    /// <summary>SP 800-38D §6.3, algorithm 1; the highest bit is x^0.</summary>
    private static UInt128 ByTheBook(UInt128 x, UInt128 y)
    {
        UInt128 z = 0;
        UInt128 v = y;
        for (int bit = 127; bit >= 0; bit--)
        {
            z ^= ((x >> bit) & 1) == 1 ? v : 0;
            v = (v & 1) == 1 ? (v >> 1) ^ ((UInt128)0xE1 << 120) : v >> 1;
        }

        return z;
    }

    private static Vector128<ulong> Block(UInt128 value) => Vector128.Create((ulong)value, (ulong)(value >> 64));
}
