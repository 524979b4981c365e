using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ah;

/// <summary>The headers in front of an AH-protected payload, in the form that the ICV covers (RFC 4302 §3.3.3).</summary>
/// <remarks>
/// What routers may change is zeroed, what they change predictably is written as the receiver will see it, and the ICV
/// itself is zeroed. Both sides work on a copy, so the packet goes out as it is. Sender and receiver get the same bytes:
/// <code>
/// packet        | IP header, options, extension headers | AH, IV, ICV, padding | payload
/// destination   | the same, mutable fields zeroed       | AH, 0 ......, padding |
/// </code>
/// </remarks>
public static class AhAuthenticatedHeaders
{
    /// <summary>Writes the authenticated form of everything in front of the payload of <paramref name="packet"/>.</summary>
    /// <param name="packet">The packet with its AH header in place.</param>
    /// <param name="ip">The IP part of <paramref name="packet"/>, whose protocol is AH; not a fragment.</param>
    /// <param name="ahLength">Bytes of the whole AH header, as <see cref="AhHeader.Length"/> says.</param>
    /// <param name="icvLength">
    /// Bytes behind the fixed AH header that are zeroed: the ICV, and the IV if the transform wants it so. Padding
    /// behind them is authenticated as it is (RFC 4302 §3.3.3.2.1).
    /// </param>
    /// <param name="destination">Scratch; <c>ip.PayloadOffset + ahLength</c> bytes are enough.</param>
    /// <param name="length">Bytes written.</param>
    /// <returns>
    /// False when the packet is a fragment or not AH, a length does not fit, an option or extension header is malformed,
    /// or a routing header of unknown type still has segments left: then its final form cannot be known.
    /// </returns>
    public static bool TryWrite(
        ReadOnlySpan<byte> packet,
        in IpPacket ip,
        int ahLength,
        int icvLength,
        Span<byte> destination,
        out int length)
    {
        length = 0;
        bool fits = ahLength >= AhHeader.FixedLength + icvLength &&
            ip.PayloadOffset + ahLength <= ip.TotalLength &&
            ip.PayloadOffset + ahLength <= destination.Length;
        if (ip.IsFragment || ip.Protocol != IpProtocol.Ah || !fits)
        {
            return false;
        }

        packet[..ip.PayloadOffset].CopyTo(destination);
        Span<byte> headers = destination[..ip.PayloadOffset];
        bool isWellFormed = ip.IsIpv6
            ? Ipv6AuthenticatedHeaders.TryConvert(headers)
            : Ipv4AuthenticatedHeader.TryConvert(headers);
        if (!isWellFormed)
        {
            return false;
        }

        int headersLength = ip.FragmentHeaderOffset < 0
            ? headers.Length
            : Ipv6AuthenticatedHeaders.RemoveFragmentHeader(headers, ip);
        Span<byte> ah = destination.Slice(headersLength, ahLength);
        packet.Slice(ip.PayloadOffset, ahLength).CopyTo(ah);
        ah.Slice(AhHeader.FixedLength, icvLength).Clear();
        length = headersLength + ahLength;
        return true;
    }
}
