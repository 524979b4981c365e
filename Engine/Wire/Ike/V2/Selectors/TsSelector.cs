using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ike.V2.Selectors;

/// <summary>One side of the traffic that an SA may carry, as IKE says it (RFC 7296 §3.13.1).</summary>
/// <remarks>
/// <code>
/// |   TS Type     |IP Protocol ID*|       Selector Length         |
/// |           Start Port*         |           End Port*           |
/// |                         Starting Address*                     |
/// |                         Ending Address*                       |
/// </code>
/// </remarks>
/// <param name="Type">Its type; may be a number that has no name here.</param>
/// <param name="Protocol">Upper-layer protocol; 0 for any.</param>
/// <param name="Ports">
/// Ports; for ICMP, messages as type * 256 + code; <see cref="PortRange.Opaque"/> for packets that do not show theirs.
/// </param>
/// <param name="Addresses">The addresses; not to be used when <see cref="IsAddressRange"/> is false.</param>
/// <param name="Unread">For other types than address ranges, all behind the length; otherwise empty.</param>
public sealed record TsSelector(TsType Type, byte Protocol, PortRange Ports, AddressRange Addresses, Octets Unread = default)
{
    private const int HeaderLength = 4;
    private const int AddressOffset = 8;

    /// <summary>True for the types that the other members describe; a responder skips all others (RFC 7296 §2.9).</summary>
    public bool IsAddressRange => Type is TsType.Ipv4AddressRange or TsType.Ipv6AddressRange;

    /// <summary>A selector of addresses.</summary>
    /// <param name="addresses">Of one family, first not above last.</param>
    /// <param name="protocol">Upper-layer protocol; 0 for any.</param>
    /// <param name="ports">Ports, or ICMP messages; null for any.</param>
    public static TsSelector Of(AddressRange addresses, byte protocol = 0, PortRange? ports = null) => new(
        addresses.IsIpv6 ? TsType.Ipv6AddressRange : TsType.Ipv4AddressRange, protocol, ports ?? PortRange.Any, addresses);

    /// <summary>Reads the selector at the front of <paramref name="rest"/>.</summary>
    /// <param name="rest">The list from here on.</param>
    /// <param name="length">Bytes that it takes.</param>
    /// <param name="error">What is wrong when null is returned.</param>
    internal static TsSelector? TryRead(Octets rest, out int length, out IkeReadError error)
    {
        length = 0;
        error = IkeReadError.BadCount;
        if (rest.IsEmpty)
        {
            return null;
        }

        error = IkeReadError.BadLength;
        if (rest.Length < HeaderLength)
        {
            return null;
        }

        ReadOnlySpan<byte> fields = rest.Span;
        length = BinaryPrimitives.ReadUInt16BigEndian(fields[2..]);
        if (length < HeaderLength || length > fields.Length)
        {
            return null;
        }

        error = IkeReadError.None;
        var type = (TsType)fields[0];
        return type is TsType.Ipv4AddressRange or TsType.Ipv6AddressRange
            ? TryReadRange(type, fields[..length], out error)
            : new TsSelector(type, fields[1], PortRange.Any, default, rest.Slice(HeaderLength, length - HeaderLength));
    }

    /// <summary>Writes it.</summary>
    internal void Write(PayloadWriter writer)
    {
        writer.Write((byte)Type);
        writer.Write(Protocol);
        if (!IsAddressRange)
        {
            writer.Write((ushort)(HeaderLength + Unread.Length));
            writer.Write(Unread.Span);
            return;
        }

        int addressLength = Addresses.First.Length;
        writer.Write((ushort)(AddressOffset + (2 * addressLength)));
        writer.Write(Ports.First);
        writer.Write(Ports.Last);
        Addresses.First.Write(writer.Take(addressLength));
        Addresses.Last.Write(writer.Take(addressLength));
    }

    private static TsSelector? TryReadRange(TsType type, ReadOnlySpan<byte> fields, out IkeReadError error)
    {
        bool isIpv6 = type == TsType.Ipv6AddressRange;
        int addressLength = isIpv6 ? IpAddress.Ipv6Length : IpAddress.Ipv4Length;
        error = IkeReadError.BadSelector;
        if (fields.Length != AddressOffset + (2 * addressLength))
        {
            return null;
        }

        var ports = new PortRange(BinaryPrimitives.ReadUInt16BigEndian(fields[4..]), BinaryPrimitives.ReadUInt16BigEndian(fields[6..]));
        ReadOnlySpan<byte> last = fields[(AddressOffset + addressLength)..];
        AddressRange addresses = isIpv6
            ? new AddressRange(IpAddress.ReadIpv6(fields[AddressOffset..]), IpAddress.ReadIpv6(last))
            : new AddressRange(IpAddress.ReadIpv4(fields[AddressOffset..]), IpAddress.ReadIpv4(last));
        if (addresses.First > addresses.Last || (ports.First > ports.Last && !ports.IsOpaque))
        {
            return null;
        }

        error = IkeReadError.None;
        return new TsSelector(type, fields[1], ports, addresses);
    }
}
