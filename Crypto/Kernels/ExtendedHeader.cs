using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Crypto.Kernels;

/// <summary>The ESP header as combined algorithms authenticate it when the sequence number is extended: with all 64 bits of it.</summary>
/// <remarks>
/// Sources: RFC 4106 §5, RFC 4309 §5, RFC 4543 §3.3, RFC 7634 §2.1.
/// <code>
/// SPI (4) | sequence number (8)
/// </code>
/// </remarks>
internal static unsafe class ExtendedHeader
{
    /// <summary>Bytes of it.</summary>
    internal const int Length = sizeof(uint) + sizeof(ulong);

    /// <summary>Writes it.</summary>
    /// <param name="room">Takes <see cref="Length"/> bytes.</param>
    /// <param name="header">The ESP header of the packet, of which the SPI is read.</param>
    /// <param name="sequence">The sequence number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(byte* room, byte* header, ulong sequence)
    {
        Unsafe.WriteUnaligned(room, Unsafe.ReadUnaligned<uint>(header));
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(room + sizeof(uint), sizeof(ulong)), sequence);
    }

    /// <summary>It as a block of GHASH, filled up with zeros and reflected: the last byte is the lowest. Never in memory.</summary>
    /// <param name="header">The ESP header of the packet, of which the SPI is read.</param>
    /// <param name="sequence">The sequence number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ulong> ToReflectedBlock(byte* header, ulong sequence)
    {
        ulong spi = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(header));
        return Vector128.Create(sequence << 32, (spi << 32) | (sequence >> 32));
    }
}
