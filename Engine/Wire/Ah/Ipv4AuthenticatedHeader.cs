using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Wire.Ah;

/// <summary>An IPv4 header as AH authenticates it (RFC 4302 §3.3.3.1.1 and appendix A1).</summary>
internal static class Ipv4AuthenticatedHeader
{
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte Security = 130;
    private const byte LooseSourceRoute = 131;
    private const byte ExtendedSecurity = 133;
    private const byte CommercialSecurity = 134;
    private const byte StrictSourceRoute = 137;
    private const byte RouterAlert = 148;
    private const byte SenderDirectedDelivery = 149;

    // RFC 791 §3.1, source route: type, length, pointer (1-based, so the first address is at 4), addresses.
    private const int PointerOffset = 2;
    private const int RouteOffset = 3;
    private const int FirstPointer = 4;

    /// <summary>Zeroes the mutable fields of <paramref name="header"/> and sets the destination to the final one.</summary>
    /// <param name="header">The header with its options, exactly.</param>
    /// <returns>False when an option does not fit the header or a source route is malformed.</returns>
    public static bool TryConvert(Span<byte> header)
    {
        header[Ipv4Header.TypeOfServiceOffset] = 0;
        header.Slice(Ipv4Header.FragmentOffsetOffset, sizeof(ushort)).Clear();
        header[Ipv4Header.TimeToLiveOffset] = 0;
        header.Slice(Ipv4Header.ChecksumOffset, sizeof(ushort)).Clear();

        Span<byte> options = header[Ipv4Header.MinimumLength..];
        Span<byte> destination = header.Slice(Ipv4Header.DestinationOffset, IpAddress.Ipv4Length);
        bool hasRoute = false;
        while (options.Length > 0 && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                return false;
            }

            Span<byte> option = options[..options[1]];
            options = options[option.Length..];
            bool isRoute = option[0] is LooseSourceRoute or StrictSourceRoute;
            // A second source route would name a second final destination (RFC 1122 §3.2.1.8).
            if (isRoute && (hasRoute || !TryTakeFinalDestination(option, destination)))
            {
                return false;
            }

            hasRoute |= isRoute;
            if (!IsImmutable(option[0]))
            {
                option.Clear();
            }
        }

        return true;
    }

    // Appendix A1. What is not in this list is mutable or unknown, and an unknown option counts as mutable.
    private static bool IsImmutable(byte type) => type is
        Security or ExtendedSecurity or CommercialSecurity or RouterAlert or SenderDirectedDelivery;

    // While hops remain, the last address of the route is where the packet will end (RFC 4302 §3.3.3.1.1.2). When none
    // remain the header has it already, and the last address is where the packet last came through (RFC 791 §3.1).
    private static bool TryTakeFinalDestination(ReadOnlySpan<byte> option, Span<byte> destination)
    {
        if (option.Length < RouteOffset ||
            option[PointerOffset] < FirstPointer ||
            (option.Length - RouteOffset) % IpAddress.Ipv4Length != 0)
        {
            return false;
        }

        if (option[PointerOffset] <= option.Length)
        {
            option[^IpAddress.Ipv4Length..].CopyTo(destination);
        }

        return true;
    }
}
