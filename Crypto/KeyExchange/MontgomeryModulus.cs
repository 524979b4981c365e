using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange;

/// <summary>Constant-time powers in managed code, by Montgomery multiplication: where libcrypto is not, and its twin in tests.</summary>
/// <remarks>No branch and no address depends on the exponent or on a value made with it.</remarks>
internal sealed class MontgomeryModulus : IModulus
{
    private const int WindowBits = 4;
    private const int WindowSize = 1 << WindowBits;

    private readonly ulong[] _modulus;
    private readonly ulong[] _one;
    private readonly ulong[] _squareOfR;
    private readonly ulong _negativeInverse;

    /// <summary>Prepares a modulus.</summary>
    /// <param name="modulus">Big-endian, odd, a multiple of 8 bytes long with its first bit set.</param>
    internal MontgomeryModulus(ReadOnlySpan<byte> modulus)
    {
        int limbs = modulus.Length / sizeof(ulong);
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        _modulus = ReadLimbs(modulus, limbs);
        _one = ToLimbs(BigInteger.One << (64 * limbs), n, limbs);
        _squareOfR = ToLimbs(BigInteger.One << (128 * limbs), n, limbs);
        _negativeInverse = NegativeInverse(_modulus[0]);
    }

    private int Limbs => _modulus.Length;

    /// <inheritdoc/>
    public void Power(ReadOnlySpan<byte> value, ReadOnlySpan<byte> exponent, Span<byte> power)
    {
        int limbs = Limbs;

        // One pinned block, erased below: table of powers, result, one factor, and the workspace of Multiply.
        ulong[] scratch = GC.AllocateArray<ulong>(((WindowSize + 3) * limbs) + 2, pinned: true);
        Span<ulong> table = scratch.AsSpan(0, WindowSize * limbs);
        Span<ulong> result = scratch.AsSpan(WindowSize * limbs, limbs);
        Span<ulong> factor = scratch.AsSpan((WindowSize + 1) * limbs, limbs);
        Span<ulong> work = scratch.AsSpan((WindowSize + 2) * limbs);

        FillTable(table, ReadLimbs(value, limbs), work);
        _one.CopyTo(result);
        for (int window = 0; window < exponent.Length * 2; window++)
        {
            for (int squaring = 0; squaring < WindowBits; squaring++)
            {
                Multiply(result, result, result, work);
            }

            int digit = (exponent[window / 2] >> (WindowBits * (1 - (window % 2)))) & (WindowSize - 1);
            Select(table, digit, factor);
            Multiply(result, factor, result, work);
        }

        factor.Clear();
        factor[0] = 1;
        Multiply(result, factor, result, work);
        WriteLimbs(result, power);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch.AsSpan()));
    }

    /// <summary>Writes value^0 to value^15 in Montgomery form.</summary>
    private void FillTable(Span<ulong> table, ReadOnlySpan<ulong> value, Span<ulong> work)
    {
        int limbs = Limbs;
        _one.CopyTo(table);
        Span<ulong> first = table.Slice(limbs, limbs);
        Multiply(value, _squareOfR, first, work);
        for (int entry = 2; entry < WindowSize; entry++)
        {
            Multiply(table.Slice((entry - 1) * limbs, limbs), first, table.Slice(entry * limbs, limbs), work);
        }
    }

    /// <summary>Copies an entry of the table, and reads all of them to do so: the cache shows nothing.</summary>
    private static void Select(ReadOnlySpan<ulong> table, int wanted, Span<ulong> entry)
    {
        entry.Clear();
        for (int candidate = 0; candidate < WindowSize; candidate++)
        {
            // All ones when both are equal: only then is the difference, less one, negative.
            ulong mask = (ulong)(((long)(uint)(candidate ^ wanted) - 1) >> 63);
            ReadOnlySpan<ulong> row = table.Slice(candidate * entry.Length, entry.Length);
            for (int limb = 0; limb < entry.Length; limb++)
            {
                entry[limb] |= row[limb] & mask;
            }
        }
    }

    /// <summary>Montgomery product: left * right / 2^(64 * limbs) mod n, by coarsely integrated operand scanning.</summary>
    /// <remarks><paramref name="product"/> may be one of the factors: it is written last.</remarks>
    private void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> product, Span<ulong> work)
    {
        int limbs = Limbs;
        work = work[..(limbs + 2)];
        work.Clear();
        foreach (ulong digit in left)
        {
            ulong carry = AddProduct(work, right, digit);
            work[limbs] += carry;
            work[limbs + 1] = work[limbs] < carry ? 1UL : 0UL;

            // Makes the lowest limb zero, and shifts it out.
            ulong multiple = work[0] * _negativeInverse;
            carry = AddProduct(work, _modulus, multiple);
            work[limbs] += carry;
            work[limbs + 1] += work[limbs] < carry ? 1UL : 0UL;
            work[1..].CopyTo(work);
            work[limbs + 1] = 0;
        }

        Reduce(work, product);
    }

    /// <summary>Adds digit * number to the lower limbs of a sum; returns what is carried out of them.</summary>
    private static ulong AddProduct(Span<ulong> sum, ReadOnlySpan<ulong> number, ulong digit)
    {
        ulong carry = 0;
        sum = sum[..number.Length];
        for (int limb = 0; limb < number.Length; limb++)
        {
            UInt128 term = ((UInt128)number[limb] * digit) + sum[limb] + carry;
            sum[limb] = (ulong)term;
            carry = (ulong)(term >> 64);
        }

        return carry;
    }

    /// <summary>Subtracts n once if the number is not below it; takes the same time either way.</summary>
    private void Reduce(ReadOnlySpan<ulong> number, Span<ulong> reduced)
    {
        int limbs = Limbs;
        ulong borrow = 0;
        for (int limb = 0; limb < limbs; limb++)
        {
            UInt128 difference = (UInt128)number[limb] - _modulus[limb] - borrow;
            reduced[limb] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }

        // Below n when the subtraction borrowed and there was no limb above to borrow from.
        ulong keep = 0 - (borrow & ~number[limbs]);
        for (int limb = 0; limb < limbs; limb++)
        {
            reduced[limb] = (number[limb] & keep) | (reduced[limb] & ~keep);
        }
    }

    /// <summary>-1 / n mod 2^64 by Newton's iteration: each step doubles the right bits, of which n itself gives three.</summary>
    private static ulong NegativeInverse(ulong odd)
    {
        ulong inverse = odd;
        for (int bits = 3; bits < 64; bits *= 2)
        {
            inverse *= 2 - (odd * inverse);
        }

        return 0 - inverse;
    }

    private static ulong[] ReadLimbs(ReadOnlySpan<byte> bigEndian, int limbs)
    {
        Span<byte> padded = new byte[limbs * sizeof(ulong)];
        bigEndian.CopyTo(padded[^bigEndian.Length..]);
        var read = new ulong[limbs];
        for (int limb = 0; limb < limbs; limb++)
        {
            read[limb] = BinaryPrimitives.ReadUInt64BigEndian(padded[^((limb + 1) * sizeof(ulong))..]);
        }

        return read;
    }

    private static void WriteLimbs(ReadOnlySpan<ulong> limbs, Span<byte> bigEndian)
    {
        for (int limb = 0; limb < limbs.Length; limb++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bigEndian[^((limb + 1) * sizeof(ulong))..], limbs[limb]);
        }
    }

    private static ulong[] ToLimbs(BigInteger number, BigInteger modulus, int limbs) =>
        ReadLimbs((number % modulus).ToByteArray(isUnsigned: true, isBigEndian: true), limbs);
}
