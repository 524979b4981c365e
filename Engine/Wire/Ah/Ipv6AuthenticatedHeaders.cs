using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ah;

/// <summary>An IPv6 header and its extension headers as AH authenticates them (RFC 4302 §3.3.3.1.2 and appendix A2).</summary>
internal static class Ipv6AuthenticatedHeaders
{
    private const int UnitLength = 8;
    private const byte PadOne = 0;
    private const byte MayChangeEnRoute = 0x20;
    private const int RoutingTypeOffset = 2;
    private const int SegmentsLeftOffset = 3;
    private const int RoutingAddressesOffset = 8;
    private const byte SourceRoute = 0;
    private const byte HomeAddressRoute = 2;

    /// <summary>Zeroes the mutable fields of <paramref name="headers"/> and sets the destination to the final one.</summary>
    /// <param name="headers">Exactly the headers in front of AH, well-formed as <see cref="IpPacket"/> sees them.</param>
    /// <returns>False when an option or a routing header is malformed, or the final destination cannot be known.</returns>
    public static bool TryConvert(Span<byte> headers)
    {
        // Version stays; class, flow label and hop limit are mutable.
        BinaryPrimitives.WriteUInt32BigEndian(headers, 6u << 28);
        headers[Ipv6Header.HopLimitOffset] = 0;

        byte kind = headers[Ipv6Header.NextHeaderOffset];
        int offset = Ipv6Header.Length;
        while (offset < headers.Length)
        {
            int length = kind == IpProtocol.Fragment ? UnitLength : (headers[offset + 1] + 1) * UnitLength;
            Span<byte> header = headers.Slice(offset, length);
            bool isWellFormed = kind switch
            {
                IpProtocol.Fragment => true,
                IpProtocol.Routing => TryConvertRouting(
                    header, headers.Slice(Ipv6Header.DestinationOffset, IpAddress.Ipv6Length)),
                _ => TryConvertOptions(header[2..]),
            };
            if (!isWellFormed)
            {
                return false;
            }

            kind = header[0];
            offset += length;
        }

        return true;
    }

    /// <summary>Takes the header of an atomic fragment out: AH was made before it was put in (RFC 8200 §4.5).</summary>
    /// <param name="headers">The headers in front of AH.</param>
    /// <param name="ip">The IP part they belong to; it has a fragment header.</param>
    /// <returns>Bytes that are left.</returns>
    public static int RemoveFragmentHeader(Span<byte> headers, in IpPacket ip)
    {
        headers[ip.UnfragmentableProtocolOffset] = headers[ip.FragmentHeaderOffset];
        headers[(ip.FragmentHeaderOffset + UnitLength)..].CopyTo(headers[ip.FragmentHeaderOffset..]);
        Ipv6Header.SetPayloadLength(headers, (ushort)(ip.TotalLength - Ipv6Header.Length - UnitLength));
        return headers.Length - UnitLength;
    }

    // RFC 4302 §3.3.3.1.2.2: the data of an option that may change en route is zero; its type and length are kept.
    private static bool TryConvertOptions(Span<byte> options)
    {
        while (options.Length > 0)
        {
            if (options[0] == PadOne)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] > options.Length - 2)
            {
                return false;
            }

            Span<byte> content = options.Slice(2, options[1]);
            if ((options[0] & MayChangeEnRoute) != 0)
            {
                content.Clear();
            }

            options = options[(2 + content.Length)..];
        }

        return true;
    }

    // Type 0 (RFC 2460 §4.4) and type 2 (RFC 6275 §6.4) exchange the destination with one address a waypoint; the
    // exchanges that are left are done here. Other types are taken as they are when they are used up.
    private static bool TryConvertRouting(Span<byte> header, Span<byte> destination)
    {
        int segmentsLeft = header[SegmentsLeftOffset];
        if (segmentsLeft == 0)
        {
            return true;
        }

        Span<byte> addresses = header[RoutingAddressesOffset..];
        int count = addresses.Length / IpAddress.Ipv6Length;
        bool isExchanging = header[RoutingTypeOffset] switch
        {
            SourceRoute => addresses.Length % IpAddress.Ipv6Length == 0,
            HomeAddressRoute => addresses.Length == IpAddress.Ipv6Length,
            _ => false,
        };
        if (!isExchanging || segmentsLeft > count)
        {
            return false;
        }

        for (int index = count - segmentsLeft; index < count; index++)
        {
            Span<byte> waypoint = addresses.Slice(index * IpAddress.Ipv6Length, IpAddress.Ipv6Length);
            IpAddress next = IpAddress.ReadIpv6(waypoint);
            IpAddress.ReadIpv6(destination).Write(waypoint);
            next.Write(destination);
        }

        header[SegmentsLeftOffset] = 0;
        return true;
    }
}
