using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Arithmetic modulo 2^130 - 5 in 8 lanes: five limbs of 26 bits, each in a vector of its own.</summary>
/// <remarks>Limbs are arguments and not a structure, because the JIT keeps no structure of five vectors in registers.</remarks>
internal static unsafe class Poly1305Limbs
{
    /// <summary>The 26 bits of a limb.</summary>
    internal const ulong LimbMask = (1 << 26) - 1;

    /// <summary>Vectors that a multiplier takes in memory.</summary>
    internal const int MultiplierLength = 9;

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

    /// <summary>h = h q + block r: two steps of a chain, of which the second half waits for no carry of the first.</summary>
    /// <param name="h0">The accumulator, with the first block added.</param>
    /// <param name="h1">Likewise.</param>
    /// <param name="h2">Likewise.</param>
    /// <param name="h3">Likewise.</param>
    /// <param name="h4">Likewise.</param>
    /// <param name="low">The low halves of the second block.</param>
    /// <param name="high">The high halves of the second block.</param>
    /// <param name="r0">r, of which s has five times the limbs 1 to 4.</param>
    /// <param name="r1">Likewise.</param>
    /// <param name="r2">Likewise.</param>
    /// <param name="r3">Likewise.</param>
    /// <param name="r4">Likewise.</param>
    /// <param name="s1">Likewise.</param>
    /// <param name="s2">Likewise.</param>
    /// <param name="s3">Likewise.</param>
    /// <param name="s4">Likewise.</param>
    /// <param name="q">The square of r as <see cref="Store"/> writes it.</param>
    /// <param name="top">2^128.</param>
    /// <param name="mask"><see cref="LimbMask"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void MultiplyTwice(
        ref Vector512<ulong> h0, ref Vector512<ulong> h1, ref Vector512<ulong> h2, ref Vector512<ulong> h3, ref Vector512<ulong> h4,
        Vector512<ulong> low, Vector512<ulong> high,
        Vector512<ulong> r0, Vector512<ulong> r1, Vector512<ulong> r2, Vector512<ulong> r3, Vector512<ulong> r4,
        Vector512<ulong> s1, Vector512<ulong> s2, Vector512<ulong> s3, Vector512<ulong> s4,
        Vector512<ulong>* q, Vector512<ulong> top, Vector512<ulong> mask)
    {
        Vector512<ulong> d0 = Vector512<ulong>.Zero;
        Vector512<ulong> d1 = Vector512<ulong>.Zero;
        Vector512<ulong> d2 = Vector512<ulong>.Zero;
        Vector512<ulong> d3 = Vector512<ulong>.Zero;
        Vector512<ulong> d4 = Vector512<ulong>.Zero;
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, low & mask, r0, r1, r2, r3, r4);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, (low >> 26) & mask, s4, r0, r1, r2, r3);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, ((low >> 52) | (high << 12)) & mask, s3, s4, r0, r1, r2);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, (high >> 14) & mask, s2, s3, s4, r0, r1);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, (high >> 40) | top, s1, s2, s3, s4, r0);

        // In the order in which carries finish.
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h0, q[0], q[1], q[2], q[3], q[4]);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h2, q[7], q[8], q[0], q[1], q[2]);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h3, q[6], q[7], q[8], q[0], q[1]);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h1, q[8], q[0], q[1], q[2], q[3]);
        AddProducts(ref d0, ref d1, ref d2, ref d3, ref d4, h4, q[5], q[6], q[7], q[8], q[0]);
        Carry(ref d0, ref d1, ref d2, ref d3, ref d4, mask);
        h0 = d0;
        h1 = d1;
        h2 = d2;
        h3 = d3;
        h4 = d4;
    }

    /// <summary>Writes a multiplier, and five times its limbs 1 to 4 behind it: <see cref="MultiplierLength"/> vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(
        Vector512<ulong>* to,
        Vector512<ulong> r0, Vector512<ulong> r1, Vector512<ulong> r2, Vector512<ulong> r3, Vector512<ulong> r4)
    {
        to[0] = r0;
        to[1] = r1;
        to[2] = r2;
        to[3] = r3;
        to[4] = r4;
        to[5] = Five(r1);
        to[6] = Five(r2);
        to[7] = Five(r3);
        to[8] = Five(r4);
    }
}
