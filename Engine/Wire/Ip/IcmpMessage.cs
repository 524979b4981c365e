using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The front of an ICMP or ICMPv6 message (RFC 792, RFC 4443 §2.1).</summary>
/// <remarks>
/// <code>
/// |     Type      |     Code      |           Checksum            |  0
/// |           Parameter (32): what it means depends on the type   |  4
/// |           Body: for an error, the packet it is about          |  8
/// </code>
/// </remarks>
/// <param name="Type">Message type.</param>
/// <param name="Code">Message code.</param>
/// <param name="Checksum">As on the wire.</param>
/// <param name="Parameter">Bytes 4 to 7: identifier and sequence, pointer, or MTU.</param>
public readonly record struct IcmpMessage(byte Type, byte Code, ushort Checksum, uint Parameter)
{
    /// <summary>Bytes in front of the body.</summary>
    public const int HeaderLength = 8;

    /// <summary>IPv4 "destination unreachable" (RFC 792).</summary>
    public const byte DestinationUnreachableV4 = 3;

    /// <summary>The code of <see cref="DestinationUnreachableV4"/> that tells a path MTU (RFC 1191 §4).</summary>
    public const byte FragmentationNeeded = 4;

    /// <summary>IPv6 "packet too big" (RFC 4443 §3.2).</summary>
    public const byte PacketTooBigV6 = 2;

    internal const int ChecksumOffset = 2;
    internal const int ParameterOffset = 4;

    /// <summary>Reads the front of <paramref name="message"/>; does not verify the checksum.</summary>
    /// <returns>False when fewer than <see cref="HeaderLength"/> bytes are there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out IcmpMessage icmp)
    {
        icmp = default;
        if (message.Length < HeaderLength)
        {
            return false;
        }

        icmp = new IcmpMessage(
            message[0],
            message[1],
            BinaryPrimitives.ReadUInt16BigEndian(message[ChecksumOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(message[ParameterOffset..]));
        return true;
    }

    /// <summary>Writes <see cref="HeaderLength"/> bytes, the checksum as it is.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Type;
        destination[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(destination[ChecksumOffset..], Checksum);
        BinaryPrimitives.WriteUInt32BigEndian(destination[ParameterOffset..], Parameter);
    }

    /// <summary>The MTU that a "too big" message tells, in bytes.</summary>
    /// <param name="isIpv6">The family that the message arrived in.</param>
    /// <param name="mtu">The MTU; 0 from an IPv4 router older than RFC 1191.</param>
    /// <returns>False when this is another message.</returns>
    public bool TryReadMtu(bool isIpv6, out uint mtu)
    {
        // IPv4 has it in the low half only; the high half is unused (RFC 1191 §4).
        mtu = isIpv6 ? Parameter : (ushort)Parameter;
        return isIpv6
            ? Type == PacketTooBigV6
            : Type == DestinationUnreachableV4 && Code == FragmentationNeeded;
    }

    /// <summary>True for a message that reports an error, about which no other error may be sent (RFC 1122 §3.2.2).</summary>
    /// <param name="isIpv6">The family.</param>
    /// <param name="type">Message type.</param>
    public static bool IsError(bool isIpv6, byte type) => isIpv6
        ? type < 128 // RFC 4443 §2.1
        : type is 3 or 4 or 5 or 11 or 12; // unreachable, source quench, redirect, time exceeded, parameter problem

    /// <summary>True when the checksum of a whole message is right; ICMPv6 covers a pseudo-header (RFC 4443 §2.3).</summary>
    /// <param name="source">Source address; says the family.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="message">The whole message.</param>
    public static bool IsChecksumValid(in IpAddress source, in IpAddress destination, ReadOnlySpan<byte> message) =>
        InternetChecksum.Fold(Sum(source, destination, message)) == 0;

    /// <summary>Computes the checksum of a whole message and writes it.</summary>
    /// <param name="source">Source address; says the family.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="message">The whole message, at least <see cref="HeaderLength"/> bytes.</param>
    public static void WriteChecksum(in IpAddress source, in IpAddress destination, Span<byte> message)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message[ChecksumOffset..], 0);
        ushort checksum = InternetChecksum.Fold(Sum(source, destination, message));
        BinaryPrimitives.WriteUInt16BigEndian(message[ChecksumOffset..], checksum);
    }

    private static uint Sum(in IpAddress source, in IpAddress destination, ReadOnlySpan<byte> message)
    {
        uint pseudoHeader = source.IsIpv6
            ? InternetChecksum.PseudoHeader(source, destination, IpProtocol.IcmpV6, message.Length)
            : 0;
        return InternetChecksum.Add(pseudoHeader, message);
    }
}
