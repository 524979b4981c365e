using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static Pipeline.Crypto.Kernels.ChaCha20Poly1305.Poly1305Limbs;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>Poly1305 of 8 packets side by side: each has a lane, with its own r and its own length.</summary>
/// <remarks>
/// Needs no powers of r but the square, and no adding up at the end, so that it is the way for short packets. As far as the
/// shortest text goes all lanes run alike; behind that, lanes whose text has ended keep what they have. The squares of r that stay on
/// the stack are of one-time keys, which these packets have used up.
/// </remarks>
internal static unsafe class Poly1305Octet
{
    /// <summary>Packets side by side.</summary>
    internal const int Lanes = 8;

    private const int ChunkLength = 64;
    private const int ChunkBlocks = ChunkLength / Poly1305.BlockLength;

    /// <summary>Computes 8 tags (RFC 8439 §2.8); associated bytes of 1 to 16.</summary>
    /// <param name="messages">8 addresses; one may be there twice.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ComputeTags(MacMessage** messages)
    {
        byte* memory = stackalloc byte[(MultiplierLength + Lanes + 3 + 1) * 64];
        var square = (Vector512<ulong>*)(((nuint)memory + 63) & ~(nuint)63);
        Vector512<ulong>* chunk = square + MultiplierLength;
        ulong* associatedLengths = (ulong*)(chunk + Lanes);
        ulong* textLengths = associatedLengths + Lanes;
        ulong* blockCounts = textLengths + Lanes;
        int shortest = int.MaxValue;
        int longest = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            MacMessage* message = messages[lane];
            associatedLengths[lane] = (ulong)message->AssociatedLength;
            textLengths[lane] = (ulong)message->TextLength;
            blockCounts[lane] = (ulong)(message->TextLength + Poly1305.BlockLength - 1) / Poly1305.BlockLength;
            shortest = Math.Min(shortest, message->TextLength);
            longest = Math.Max(longest, message->TextLength);
        }

        // The one-time keys: r, clamped, in limbs; s for the end.
        Vector512<ulong> mask = Vector512.Create(LimbMask);
        Vector512<ulong> top = Vector512.Create(1UL << 24);
        LoadKeys(messages, chunk);
        Vector512<ulong> padLow = chunk[2];
        Vector512<ulong> padHigh = chunk[3];
        Vector512<ulong> low = chunk[0] & Vector512.Create(0x0FFFFFFC0FFFFFFFUL);
        Vector512<ulong> high = chunk[1] & Vector512.Create(0x0FFFFFFC0FFFFFFCUL);
        Vector512<ulong> r0 = low & mask;
        Vector512<ulong> r1 = (low >> 26) & mask;
        Vector512<ulong> r2 = ((low >> 52) | (high << 12)) & mask;
        Vector512<ulong> r3 = (high >> 14) & mask;
        Vector512<ulong> r4 = high >> 40;
        Vector512<ulong> s1 = Five(r1);
        Vector512<ulong> s2 = Five(r2);
        Vector512<ulong> s3 = Five(r3);
        Vector512<ulong> s4 = Five(r4);

        // The associated bytes are one block.
        LoadAssociated(messages, chunk);
        Vector512<ulong> h0 = Vector512<ulong>.Zero;
        Vector512<ulong> h1 = Vector512<ulong>.Zero;
        Vector512<ulong> h2 = Vector512<ulong>.Zero;
        Vector512<ulong> h3 = Vector512<ulong>.Zero;
        Vector512<ulong> h4 = Vector512<ulong>.Zero;
        AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, chunk[0], chunk[1], top, mask);
        Multiply(ref h0, ref h1, ref h2, ref h3, ref h4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);

        int offset = 0;
        if (shortest >= ChunkLength)
        {
            Vector512<ulong> q0 = r0;
            Vector512<ulong> q1 = r1;
            Vector512<ulong> q2 = r2;
            Vector512<ulong> q3 = r3;
            Vector512<ulong> q4 = r4;
            Multiply(ref q0, ref q1, ref q2, ref q3, ref q4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
            Store(square, q0, q1, q2, q3, q4);
            for (; offset <= shortest - ChunkLength; offset += ChunkLength)
            {
                LoadTexts(messages, offset, chunk);
                for (int word = 0; word < Lanes; word += 4)
                {
                    AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, chunk[word], chunk[word + 1], top, mask);
                    MultiplyTwice(
                        ref h0, ref h1, ref h2, ref h3, ref h4, chunk[word + 2], chunk[word + 3],
                        r0, r1, r2, r3, r4, s1, s2, s3, s4, square, top, mask);
                }
            }
        }

        // What is left of each text, padded with zeros, as long as any lane has something left.
        for (; offset < longest; offset += ChunkLength)
        {
            LoadTextParts(messages, offset, chunk);
            int blocks = Math.Min(ChunkBlocks, (longest - offset + Poly1305.BlockLength - 1) / Poly1305.BlockLength);
            for (int block = 0; block < blocks; block++)
            {
                Vector512<ulong> number = Vector512.Create((ulong)((offset / Poly1305.BlockLength) + block));
                Vector512<ulong> goesOn = Vector512.GreaterThan(Vector512.Load(blockCounts), number);
                Vector512<ulong> n0 = h0;
                Vector512<ulong> n1 = h1;
                Vector512<ulong> n2 = h2;
                Vector512<ulong> n3 = h3;
                Vector512<ulong> n4 = h4;
                AddBlocks(ref n0, ref n1, ref n2, ref n3, ref n4, chunk[2 * block], chunk[(2 * block) + 1], top, mask);
                Multiply(ref n0, ref n1, ref n2, ref n3, ref n4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
                h0 = Vector512.ConditionalSelect(goesOn, n0, h0);
                h1 = Vector512.ConditionalSelect(goesOn, n1, h1);
                h2 = Vector512.ConditionalSelect(goesOn, n2, h2);
                h3 = Vector512.ConditionalSelect(goesOn, n3, h3);
                h4 = Vector512.ConditionalSelect(goesOn, n4, h4);
            }
        }

        AddBlocks(ref h0, ref h1, ref h2, ref h3, ref h4, Vector512.Load(associatedLengths), Vector512.Load(textLengths), top, mask);
        Multiply(ref h0, ref h1, ref h2, ref h3, ref h4, r0, r1, r2, r3, r4, s1, s2, s3, s4, mask);
        Finish(ref h0, ref h1, ref h2, ref h3, ref h4, mask);
        low = (h0 | (h1 << 26) | (h2 << 52)) + padLow;
        high = ((h2 >> 12) | (h3 << 14) | (h4 << 40)) + padHigh - Vector512.LessThan(low, padLow);
        StoreTags(messages, low, high);
    }

    /// <summary>Loads the keys: word i of all of them into vector i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadKeys(MacMessage** messages, Vector512<ulong>* chunk)
    {
        Vector512<ulong> v0 = Vector512.Load((ulong*)messages[0]->Key);
        Vector512<ulong> v1 = Vector512.Load((ulong*)messages[1]->Key);
        Vector512<ulong> v2 = Vector512.Load((ulong*)messages[2]->Key);
        Vector512<ulong> v3 = Vector512.Load((ulong*)messages[3]->Key);
        Vector512<ulong> v4 = Vector512.Load((ulong*)messages[4]->Key);
        Vector512<ulong> v5 = Vector512.Load((ulong*)messages[5]->Key);
        Vector512<ulong> v6 = Vector512.Load((ulong*)messages[6]->Key);
        Vector512<ulong> v7 = Vector512.Load((ulong*)messages[7]->Key);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        chunk[0] = v0;
        chunk[1] = v1;
        chunk[2] = v2;
        chunk[3] = v3;
        chunk[4] = v4;
        chunk[5] = v5;
        chunk[6] = v6;
        chunk[7] = v7;
    }

    /// <summary>Loads the associated bytes, padded with zeros, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadAssociated(MacMessage** messages, Vector512<ulong>* chunk)
    {
        Vector512<ulong> v0 = LoadPart(messages[0]->Associated, messages[0]->AssociatedLength);
        Vector512<ulong> v1 = LoadPart(messages[1]->Associated, messages[1]->AssociatedLength);
        Vector512<ulong> v2 = LoadPart(messages[2]->Associated, messages[2]->AssociatedLength);
        Vector512<ulong> v3 = LoadPart(messages[3]->Associated, messages[3]->AssociatedLength);
        Vector512<ulong> v4 = LoadPart(messages[4]->Associated, messages[4]->AssociatedLength);
        Vector512<ulong> v5 = LoadPart(messages[5]->Associated, messages[5]->AssociatedLength);
        Vector512<ulong> v6 = LoadPart(messages[6]->Associated, messages[6]->AssociatedLength);
        Vector512<ulong> v7 = LoadPart(messages[7]->Associated, messages[7]->AssociatedLength);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        chunk[0] = v0;
        chunk[1] = v1;
        chunk[2] = v2;
        chunk[3] = v3;
        chunk[4] = v4;
        chunk[5] = v5;
        chunk[6] = v6;
        chunk[7] = v7;
    }

    /// <summary>Loads 64 bytes of every text likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadTexts(MacMessage** messages, int offset, Vector512<ulong>* chunk)
    {
        Vector512<ulong> v0 = Vector512.Load((ulong*)(messages[0]->Text + offset));
        Vector512<ulong> v1 = Vector512.Load((ulong*)(messages[1]->Text + offset));
        Vector512<ulong> v2 = Vector512.Load((ulong*)(messages[2]->Text + offset));
        Vector512<ulong> v3 = Vector512.Load((ulong*)(messages[3]->Text + offset));
        Vector512<ulong> v4 = Vector512.Load((ulong*)(messages[4]->Text + offset));
        Vector512<ulong> v5 = Vector512.Load((ulong*)(messages[5]->Text + offset));
        Vector512<ulong> v6 = Vector512.Load((ulong*)(messages[6]->Text + offset));
        Vector512<ulong> v7 = Vector512.Load((ulong*)(messages[7]->Text + offset));
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        chunk[0] = v0;
        chunk[1] = v1;
        chunk[2] = v2;
        chunk[3] = v3;
        chunk[4] = v4;
        chunk[5] = v5;
        chunk[6] = v6;
        chunk[7] = v7;
    }

    /// <summary>Loads what is left of every text, at most 64 bytes, padded with zeros, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadTextParts(MacMessage** messages, int offset, Vector512<ulong>* chunk)
    {
        Vector512<ulong> v0 = LoadPart(messages[0]->Text + offset, messages[0]->TextLength - offset);
        Vector512<ulong> v1 = LoadPart(messages[1]->Text + offset, messages[1]->TextLength - offset);
        Vector512<ulong> v2 = LoadPart(messages[2]->Text + offset, messages[2]->TextLength - offset);
        Vector512<ulong> v3 = LoadPart(messages[3]->Text + offset, messages[3]->TextLength - offset);
        Vector512<ulong> v4 = LoadPart(messages[4]->Text + offset, messages[4]->TextLength - offset);
        Vector512<ulong> v5 = LoadPart(messages[5]->Text + offset, messages[5]->TextLength - offset);
        Vector512<ulong> v6 = LoadPart(messages[6]->Text + offset, messages[6]->TextLength - offset);
        Vector512<ulong> v7 = LoadPart(messages[7]->Text + offset, messages[7]->TextLength - offset);
        Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        chunk[0] = v0;
        chunk[1] = v1;
        chunk[2] = v2;
        chunk[3] = v3;
        chunk[4] = v4;
        chunk[5] = v5;
        chunk[6] = v6;
        chunk[7] = v7;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTags(MacMessage** messages, Vector512<ulong> low, Vector512<ulong> high)
    {
        Vector512<ulong> even = Avx512F.UnpackLow(low, high);
        Vector512<ulong> odd = Avx512F.UnpackHigh(low, high);
        Avx512F.ExtractVector128(even, 0).Store((ulong*)messages[0]->Tag);
        Avx512F.ExtractVector128(odd, 0).Store((ulong*)messages[1]->Tag);
        Avx512F.ExtractVector128(even, 1).Store((ulong*)messages[2]->Tag);
        Avx512F.ExtractVector128(odd, 1).Store((ulong*)messages[3]->Tag);
        Avx512F.ExtractVector128(even, 2).Store((ulong*)messages[4]->Tag);
        Avx512F.ExtractVector128(odd, 2).Store((ulong*)messages[5]->Tag);
        Avx512F.ExtractVector128(even, 3).Store((ulong*)messages[6]->Tag);
        Avx512F.ExtractVector128(odd, 3).Store((ulong*)messages[7]->Tag);
    }

    /// <summary>Up to 64 bytes, and zeros behind them; a length may be negative, which is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadPart(byte* bytes, int length)
    {
        Vector512<byte> count = Vector512.Create((byte)Math.Clamp(length, 0, ChunkLength));
        return Avx512BW.MaskLoad(bytes, Vector512.LessThan(Vector512<byte>.Indices, count), Vector512<byte>.Zero).AsUInt64();
    }

    /// <summary>Reduces whole: limbs of 26 bits of a number below 2^130 - 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        ref Vector512<ulong> h0, ref Vector512<ulong> h1, ref Vector512<ulong> h2, ref Vector512<ulong> h3, ref Vector512<ulong> h4,
        Vector512<ulong> mask)
    {
        // Two rounds of carries: the first can leave a limb that is full, the second cannot.
        for (int round = 0; round < 2; round++)
        {
            h1 += h0 >> 26;
            h0 &= mask;
            h2 += h1 >> 26;
            h1 &= mask;
            h3 += h2 >> 26;
            h2 &= mask;
            h4 += h3 >> 26;
            h3 &= mask;
            h0 += Five(h4 >> 26);
            h4 &= mask;
        }

        // h + 5 reaches 2^130 exactly when h is not reduced; then it is what is left, without that bit.
        Vector512<ulong> g0 = h0 + Vector512.Create(5UL);
        Vector512<ulong> g1 = h1 + (g0 >> 26);
        Vector512<ulong> g2 = h2 + (g1 >> 26);
        Vector512<ulong> g3 = h3 + (g2 >> 26);
        Vector512<ulong> g4 = h4 + (g3 >> 26);
        Vector512<ulong> over = Vector512<ulong>.Zero - (g4 >> 26);
        h0 = Vector512.ConditionalSelect(over, g0 & mask, h0);
        h1 = Vector512.ConditionalSelect(over, g1 & mask, h1);
        h2 = Vector512.ConditionalSelect(over, g2 & mask, h2);
        h3 = Vector512.ConditionalSelect(over, g3 & mask, h3);
        h4 = Vector512.ConditionalSelect(over, g4 & mask, h4);
    }

    /// <summary>Swaps rows and columns of a matrix of 8 by 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector512<ulong> v0, ref Vector512<ulong> v1, ref Vector512<ulong> v2, ref Vector512<ulong> v3,
        ref Vector512<ulong> v4, ref Vector512<ulong> v5, ref Vector512<ulong> v6, ref Vector512<ulong> v7)
    {
        // Pairs of rows: column 2L in the low halves of lane L, column 2L + 1 in the high halves.
        Vector512<ulong> even01 = Avx512F.UnpackLow(v0, v1);
        Vector512<ulong> odd01 = Avx512F.UnpackHigh(v0, v1);
        Vector512<ulong> even23 = Avx512F.UnpackLow(v2, v3);
        Vector512<ulong> odd23 = Avx512F.UnpackHigh(v2, v3);
        Vector512<ulong> even45 = Avx512F.UnpackLow(v4, v5);
        Vector512<ulong> odd45 = Avx512F.UnpackHigh(v4, v5);
        Vector512<ulong> even67 = Avx512F.UnpackLow(v6, v7);
        Vector512<ulong> odd67 = Avx512F.UnpackHigh(v6, v7);
        TransposeLanes(even01, even23, even45, even67, out v0, out v2, out v4, out v6);
        TransposeLanes(odd01, odd23, odd45, odd67, out v1, out v3, out v5, out v7);
    }

    /// <summary>Swaps rows and columns of 4 by 4 lanes of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeLanes(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d,
        out Vector512<ulong> lanes0, out Vector512<ulong> lanes1, out Vector512<ulong> lanes2, out Vector512<ulong> lanes3)
    {
        Vector512<ulong> abLow = Avx512F.Shuffle4x128(a, b, 0b01_00_01_00);
        Vector512<ulong> abHigh = Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
        Vector512<ulong> cdLow = Avx512F.Shuffle4x128(c, d, 0b01_00_01_00);
        Vector512<ulong> cdHigh = Avx512F.Shuffle4x128(c, d, 0b11_10_11_10);
        lanes0 = Avx512F.Shuffle4x128(abLow, cdLow, 0b10_00_10_00);
        lanes1 = Avx512F.Shuffle4x128(abLow, cdLow, 0b11_01_11_01);
        lanes2 = Avx512F.Shuffle4x128(abHigh, cdHigh, 0b10_00_10_00);
        lanes3 = Avx512F.Shuffle4x128(abHigh, cdHigh, 0b11_01_11_01);
    }
}
