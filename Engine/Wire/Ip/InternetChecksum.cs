using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The Internet checksum: the one's complement of the one's complement sum of 16-bit words (RFC 1071).</summary>
/// <remarks>
/// A checksum over several parts is <c>Fold(Add(Add(PseudoHeader(...), header), payload))</c>. Every part but the last
/// has an even length.
/// </remarks>
public static class InternetChecksum
{
    /// <summary>The one's complement sum of <paramref name="bytes"/>; an odd last byte counts as a high byte.</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes) => Add(0, bytes);

    /// <summary>Adds the words of <paramref name="bytes"/> to a sum.</summary>
    /// <returns>The new sum, at most 0xFFFF.</returns>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        // 32-bit words in a 64-bit sum: carries collect in the high half and are folded once (RFC 1071 §2C).
        ulong wide = sum;
        while (bytes.Length >= 8)
        {
            ulong words = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            wide += (words >> 32) + (uint)words;
            bytes = bytes[8..];
        }

        while (bytes.Length >= 2)
        {
            wide += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        if (bytes.Length == 1)
        {
            wide += (uint)bytes[0] << 8;
        }

        return Narrow(wide);
    }

    /// <summary>Adds one 16-bit word to a sum.</summary>
    public static uint Add(uint sum, ushort word) => Narrow((ulong)sum + word);

    /// <summary>Turns a sum into the checksum that goes on the wire.</summary>
    /// <returns>
    /// 0 when the summed bytes contained their own correct checksum. UDP writes a computed 0 as 0xFFFF (RFC 768); that
    /// is the caller's step.
    /// </returns>
    public static ushort Fold(uint sum) => (ushort)~Narrow(sum);

    /// <summary><see cref="Fold"/> for the sum of a few words, below 2^24: two carries and no more.</summary>
    internal static ushort FoldShort(uint sum)
    {
        sum = (sum >> 16) + (ushort)sum;
        return (ushort)~((sum >> 16) + sum);
    }

    /// <summary>The sum of the pseudo-header of TCP, UDP and ICMPv6 (RFC 9293 §3.1, RFC 8200 §8.1).</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Final destination address, of the same family.</param>
    /// <param name="protocol">Upper-layer protocol.</param>
    /// <param name="length">Bytes of the upper-layer header and payload.</param>
    public static uint PseudoHeader(in IpAddress source, in IpAddress destination, byte protocol, int length) =>
        Narrow(AddressSum(source) + AddressSum(destination) + protocol + (uint)length);

    /// <summary>The checksum after one 16-bit word under it changed (RFC 1624 §3, equation 3).</summary>
    /// <param name="checksum">The checksum on the wire before.</param>
    /// <param name="before">The old word.</param>
    /// <param name="after">The new word.</param>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        Fold((uint)(ushort)~checksum + (ushort)~before + after);

    private static ulong AddressSum(in IpAddress address)
    {
        // The 32-bit words of the address; an IPv4 address has only the last one.
        var high = (ulong)(address.Value >> 64);
        var low = (ulong)address.Value;
        return (high >> 32) + (uint)high + (low >> 32) + (uint)low;
    }

    private static uint Narrow(ulong sum)
    {
        sum = (sum >> 32) + (uint)sum;
        sum = (sum >> 16) + (ushort)sum;
        sum = (sum >> 16) + (ushort)sum;
        return (uint)((sum >> 16) + (ushort)sum);
    }
}
