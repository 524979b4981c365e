using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Arithmetic modulo 2^130 - 5 in 8 lanes: five limbs of 26 bits, each in a vector of its own.</summary>
/// <remarks>Limbs are arguments and not a structure, because the JIT keeps no structure of five vectors in registers.</remarks>
internal static class Poly1305Limbs
{
    /// <summary>The 26 bits of a limb.</summary>
    internal const ulong LimbMask = (1 << 26) - 1;

    /// <summary>h = h r modulo 2^130 - 5. Limbs of h under 2^28, of r under 2^27; result again hardly over 2^26.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(
        ref Vector512<ulong> h0, ref Vector512<ulong> h1, ref Vector512<ulong> h2, ref Vector512<ulong> h3, ref Vector512<ulong> h4,
        Vector512<ulong> r0, Vector512<ulong> r1, Vector512<ulong> r2, Vector512<ulong> r3, Vector512<ulong> r4,
        Vector512<ulong> s1, Vector512<ulong> s2, Vector512<ulong> s3, Vector512<ulong> s4, Vector512<ulong> mask)
    {
        Vector512<ulong> d0 = (Product(h0, r0) + Product(h1, s4)) + (Product(h2, s3) + Product(h3, s2)) + Product(h4, s1);
        Vector512<ulong> d1 = (Product(h0, r1) + Product(h1, r0)) + (Product(h2, s4) + Product(h3, s3)) + Product(h4, s2);
        Vector512<ulong> d2 = (Product(h0, r2) + Product(h1, r1)) + (Product(h2, r0) + Product(h3, s4)) + Product(h4, s3);
        Vector512<ulong> d3 = (Product(h0, r3) + Product(h1, r2)) + (Product(h2, r1) + Product(h3, r0)) + Product(h4, s4);
        Vector512<ulong> d4 = (Product(h0, r4) + Product(h1, r3)) + (Product(h2, r2) + Product(h3, r1)) + Product(h4, r0);

        Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
        h0 = d0;
        h1 = d1;
        h2 = d2;
        h3 = d3;
        h4 = d4;
    }

    /// <summary>Adds the products of one limb to the five columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddProducts(
        ref Vector512<ulong> d0, ref Vector512<ulong> d1, ref Vector512<ulong> d2, ref Vector512<ulong> d3, ref Vector512<ulong> d4,
        Vector512<ulong> limb,
        Vector512<ulong> m0, Vector512<ulong> m1, Vector512<ulong> m2, Vector512<ulong> m3, Vector512<ulong> m4)
    {
        d0 += Product(limb, m0);
        d1 += Product(limb, m1);
        d2 += Product(limb, m2);
        d3 += Product(limb, m3);
        d4 += Product(limb, m4);
    }

    /// <summary>Brings columns of up to 60 bits back to limbs hardly over 26 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Carry(
        ref Vector512<ulong> d0, ref Vector512<ulong> d1, ref Vector512<ulong> d2, ref Vector512<ulong> d3, ref Vector512<ulong> d4,
        Vector512<ulong> mask)
    {
        // Two carries at a time, one from each half: 0 and 3, 1 and 4, 2 and 0, 3.
        d1 += d0 >> 26;
        d4 += d3 >> 26;
        d0 &= mask;
        d3 &= mask;
        d2 += d1 >> 26;
        d0 += Five(d4 >> 26);
        d1 &= mask;
        d4 &= mask;
        d3 += d2 >> 26;
        d1 += d0 >> 26;
        d2 &= mask;
        d0 &= mask;
        d4 += d3 >> 26;
        d3 &= mask;
    }

    /// <summary>Products of the low 32 bits of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ulong> Product(Vector512<ulong> left, Vector512<ulong> right) =>
        Avx512F.Multiply(left.AsUInt32(), right.AsUInt32());

    /// <summary>Five times every lane: what 2^130 is worth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ulong> Five(Vector512<ulong> value) => value + (value << 2);

    /// <summary>Adds 8 blocks, given as their low and high halves; <paramref name="top"/> is 2^128 where there is a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddBlocks(
        ref Vector512<ulong> h0, ref Vector512<ulong> h1, ref Vector512<ulong> h2, ref Vector512<ulong> h3, ref Vector512<ulong> h4,
        Vector512<ulong> low, Vector512<ulong> high, Vector512<ulong> top, Vector512<ulong> mask)
    {
        h0 += low & mask;
        h1 += (low >> 26) & mask;
        h2 += ((low >> 52) | (high << 12)) & mask;
        h3 += (high >> 14) & mask;
        h4 += (high >> 40) | top;
    }
}
