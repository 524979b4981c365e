using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>Four AES states cut into bit planes: plane <c>i</c> holds bit <c>i</c> of all 64 bytes (FIPS 197 §3.4 for the state).</summary>
/// <remarks>
/// Row <c>r</c>, column <c>c</c> of state <c>s</c> is bit <c>16 r + 4 c + s</c> of each plane. So rotating a plane by 16 bits steps a
/// row, and rotating 16 bits by 4 steps a column: ShiftRows and MixColumns are rotations, and nothing looks up a table by a
/// secret. Bitslicing: Biham, "A fast new DES implementation in software", 1997; for AES Käsper and Schwabe, CHES 2009.
/// </remarks>
internal partial struct AesSlices
{
    private ulong _p0, _p1, _p2, _p3, _p4, _p5, _p6, _p7;

    /// <summary>Cuts four states of 16 bytes, which may lie anywhere.</summary>
    internal static unsafe AesSlices Load(byte* first, byte* second, byte* third, byte* fourth)
    {
        AesSlices slices = default;
        LoadState(first, out slices._p0, out slices._p4);
        LoadState(second, out slices._p1, out slices._p5);
        LoadState(third, out slices._p2, out slices._p6);
        LoadState(fourth, out slices._p3, out slices._p7);
        slices.Transpose();
        return slices;
    }

    /// <summary>Cuts four bytes of the first state's first column; the rest is zero.</summary>
    internal static AesSlices LoadWord(uint column)
    {
        AesSlices slices = default;
        slices._p0 = Spread(column);
        slices.Transpose();
        return slices;
    }

    /// <summary>Reads one round's planes, as <see cref="Save"/> wrote them.</summary>
    internal static unsafe AesSlices Restore(ulong* planes) => Unsafe.ReadUnaligned<AesSlices>(planes);

    /// <summary>Writes the eight planes.</summary>
    internal readonly unsafe void Save(ulong* planes) => Unsafe.WriteUnaligned(planes, this);

    /// <summary>Puts the four states together again.</summary>
    internal unsafe void Store(byte* first, byte* second, byte* third, byte* fourth)
    {
        Transpose();
        StoreState(first, _p0, _p4);
        StoreState(second, _p1, _p5);
        StoreState(third, _p2, _p6);
        StoreState(fourth, _p3, _p7);
    }

    /// <summary>The opposite of <see cref="LoadWord"/>.</summary>
    internal uint StoreWord()
    {
        Transpose();
        return Gather(_p0);
    }

    /// <summary>AddRoundKey (FIPS 197 §5.1.4).</summary>
    internal unsafe void Add(ulong* key)
    {
        _p0 ^= key[0];
        _p1 ^= key[1];
        _p2 ^= key[2];
        _p3 ^= key[3];
        _p4 ^= key[4];
        _p5 ^= key[5];
        _p6 ^= key[6];
        _p7 ^= key[7];
    }

    /// <summary>ShiftRows (FIPS 197 §5.1.2).</summary>
    internal void ShiftRows()
    {
        _p0 = ShiftRows(_p0);
        _p1 = ShiftRows(_p1);
        _p2 = ShiftRows(_p2);
        _p3 = ShiftRows(_p3);
        _p4 = ShiftRows(_p4);
        _p5 = ShiftRows(_p5);
        _p6 = ShiftRows(_p6);
        _p7 = ShiftRows(_p7);
    }

    /// <summary>InvShiftRows (FIPS 197 §5.3.1): three times ShiftRows in one.</summary>
    internal void InverseShiftRows()
    {
        _p0 = InverseShiftRows(_p0);
        _p1 = InverseShiftRows(_p1);
        _p2 = InverseShiftRows(_p2);
        _p3 = InverseShiftRows(_p3);
        _p4 = InverseShiftRows(_p4);
        _p5 = InverseShiftRows(_p5);
        _p6 = InverseShiftRows(_p6);
        _p7 = InverseShiftRows(_p7);
    }

    /// <summary>MixColumns (FIPS 197 §5.1.3).</summary>
    /// <remarks>With d = a + next row: 2 a + 3 next + a'' + a''' = 2 d + next + d''.</remarks>
    internal void MixColumns()
    {
        ulong r0 = NextRow(_p0), r1 = NextRow(_p1), r2 = NextRow(_p2), r3 = NextRow(_p3);
        ulong r4 = NextRow(_p4), r5 = NextRow(_p5), r6 = NextRow(_p6), r7 = NextRow(_p7);
        ulong d0 = _p0 ^ r0, d1 = _p1 ^ r1, d2 = _p2 ^ r2, d3 = _p3 ^ r3;
        ulong d4 = _p4 ^ r4, d5 = _p5 ^ r5, d6 = _p6 ^ r6, d7 = _p7 ^ r7;

        // Doubling moves each plane up by one; what falls out at the top comes back as x^4 + x^3 + x + 1.
        _p0 = d7 ^ r0 ^ RowAfterNext(d0);
        _p1 = d0 ^ d7 ^ r1 ^ RowAfterNext(d1);
        _p2 = d1 ^ r2 ^ RowAfterNext(d2);
        _p3 = d2 ^ d7 ^ r3 ^ RowAfterNext(d3);
        _p4 = d3 ^ d7 ^ r4 ^ RowAfterNext(d4);
        _p5 = d4 ^ r5 ^ RowAfterNext(d5);
        _p6 = d5 ^ r6 ^ RowAfterNext(d6);
        _p7 = d6 ^ r7 ^ RowAfterNext(d7);
    }

    /// <summary>InvMixColumns (FIPS 197 §5.3.3).</summary>
    /// <remarks>Its matrix is MixColumns' times circ(5, 0, 4, 0): a + 4 (a + row after next) first, then MixColumns.</remarks>
    internal void InverseMixColumns()
    {
        ulong d0 = _p0 ^ RowAfterNext(_p0), d1 = _p1 ^ RowAfterNext(_p1), d2 = _p2 ^ RowAfterNext(_p2), d3 = _p3 ^ RowAfterNext(_p3);
        ulong d4 = _p4 ^ RowAfterNext(_p4), d5 = _p5 ^ RowAfterNext(_p5), d6 = _p6 ^ RowAfterNext(_p6), d7 = _p7 ^ RowAfterNext(_p7);

        // Four times: up by two, and both planes that fall out come back.
        _p0 ^= d6;
        _p1 ^= d6 ^ d7;
        _p2 ^= d0 ^ d7;
        _p3 ^= d1 ^ d6;
        _p4 ^= d2 ^ d6 ^ d7;
        _p5 ^= d3 ^ d7;
        _p6 ^= d4;
        _p7 ^= d5;
        MixColumns();
    }

    private static unsafe void LoadState(byte* state, out ulong evenColumns, out ulong oddColumns)
    {
        var bytes = new ReadOnlySpan<byte>(state, 16);
        evenColumns = Spread(BinaryPrimitives.ReadUInt32LittleEndian(bytes)) | (Spread(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..])) << 8);
        oddColumns = Spread(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) | (Spread(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..])) << 8);
    }

    private static unsafe void StoreState(byte* state, ulong evenColumns, ulong oddColumns)
    {
        var bytes = new Span<byte>(state, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Gather(evenColumns));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Gather(oddColumns));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Gather(evenColumns >> 8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Gather(oddColumns >> 8));
    }

    /// <summary>Puts a zero byte behind each of four bytes.</summary>
    private static ulong Spread(uint bytes)
    {
        ulong pairs = (bytes | ((ulong)bytes << 16)) & 0x0000_FFFF_0000_FFFF;
        return (pairs | (pairs << 8)) & 0x00FF_00FF_00FF_00FF;
    }

    /// <summary>Takes every second byte.</summary>
    private static uint Gather(ulong spread)
    {
        spread &= 0x00FF_00FF_00FF_00FF;
        spread = (spread | (spread >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (uint)(spread | (spread >> 16));
    }

    private static ulong NextRow(ulong plane) => BitOperations.RotateRight(plane, 16);

    private static ulong RowAfterNext(ulong plane) => BitOperations.RotateRight(plane, 32);

    private static ulong ShiftRows(ulong plane) =>
        (plane & 0x0000_0000_0000_FFFF)
        | ((plane >> 4) & 0x0000_0000_0FFF_0000) | ((plane << 12) & 0x0000_0000_F000_0000)
        | ((plane >> 8) & 0x0000_00FF_0000_0000) | ((plane << 8) & 0x0000_FF00_0000_0000)
        | ((plane >> 12) & 0x000F_0000_0000_0000) | ((plane << 4) & 0xFFF0_0000_0000_0000);

    private static ulong InverseShiftRows(ulong plane) =>
        (plane & 0x0000_0000_0000_FFFF)
        | ((plane << 4) & 0x0000_0000_FFF0_0000) | ((plane >> 12) & 0x0000_0000_000F_0000)
        | ((plane << 8) & 0x0000_FF00_0000_0000) | ((plane >> 8) & 0x0000_00FF_0000_0000)
        | ((plane << 12) & 0xF000_0000_0000_0000) | ((plane >> 4) & 0x0FFF_0000_0000_0000);

    /// <summary>Exchanges bit <c>i</c> of the bytes of plane <c>j</c> with bit <c>j</c> of those of plane <c>i</c>; its own inverse.</summary>
    private void Transpose()
    {
        const ulong Odd = 0x5555_5555_5555_5555;
        const ulong Pairs = 0x3333_3333_3333_3333;
        const ulong Nibbles = 0x0F0F_0F0F_0F0F_0F0F;

        Exchange(ref _p0, ref _p1, 1, Odd);
        Exchange(ref _p2, ref _p3, 1, Odd);
        Exchange(ref _p4, ref _p5, 1, Odd);
        Exchange(ref _p6, ref _p7, 1, Odd);
        Exchange(ref _p0, ref _p2, 2, Pairs);
        Exchange(ref _p1, ref _p3, 2, Pairs);
        Exchange(ref _p4, ref _p6, 2, Pairs);
        Exchange(ref _p5, ref _p7, 2, Pairs);
        Exchange(ref _p0, ref _p4, 4, Nibbles);
        Exchange(ref _p1, ref _p5, 4, Nibbles);
        Exchange(ref _p2, ref _p6, 4, Nibbles);
        Exchange(ref _p3, ref _p7, 4, Nibbles);
    }

    private static void Exchange(ref ulong low, ref ulong high, int distance, ulong mask)
    {
        ulong different = ((low >> distance) ^ high) & mask;
        high ^= different;
        low ^= different << distance;
    }
}
