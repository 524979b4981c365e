using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The IPv6 fragment header (RFC 8200 §4.5).</summary>
/// <remarks>
/// <code>
/// |  Next Header  |   Reserved    |   Fragment Offset (13)  |Res|M|  0
/// |                        Identification                         |  4
/// </code>
/// </remarks>
/// <param name="NextHeader">What the fragmentable part begins with.</param>
/// <param name="Offset">Where this piece belongs in the fragmentable part, in bytes: a multiple of 8.</param>
/// <param name="MoreFragments">False in the last fragment.</param>
/// <param name="Identification">What the fragments of one datagram share.</param>
public readonly record struct Ipv6FragmentHeader(byte NextHeader, int Offset, bool MoreFragments, uint Identification)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 8;

    private const int OffsetOffset = 2;
    private const int IdentificationOffset = 4;
    private const ushort OffsetMask = 0xFFF8;
    private const ushort MoreFragmentsBit = 1;

    /// <summary>Reads a header from the front of <paramref name="bytes"/>.</summary>
    /// <returns>False when fewer than <see cref="Length"/> bytes are there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ipv6FragmentHeader header)
    {
        header = default;
        if (bytes.Length < Length)
        {
            return false;
        }

        ushort field = BinaryPrimitives.ReadUInt16BigEndian(bytes[OffsetOffset..]);
        header = new Ipv6FragmentHeader(
            bytes[0],
            field & OffsetMask,
            (field & MoreFragmentsBit) != 0,
            BinaryPrimitives.ReadUInt32BigEndian(bytes[IdentificationOffset..]));
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = NextHeader;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[OffsetOffset..], (ushort)(Offset | (MoreFragments ? MoreFragmentsBit : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(destination[IdentificationOffset..], Identification);
    }
}
