using System.Globalization;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>Addresses of one family from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
/// <remarks>"Any address of any family" is a null <c>AddressRange?</c>; see <see cref="TrafficSelector"/>.</remarks>
/// <param name="First">The lowest address.</param>
/// <param name="Last">The highest address; of the same family and not below <paramref name="First"/>.</param>
public readonly record struct AddressRange(IpAddress First, IpAddress Last)
{
    /// <summary>0.0.0.0 to 255.255.255.255.</summary>
    public static AddressRange AnyIpv4 => FromPrefix(new IpAddress(UInt128.Zero, IsIpv6: false), 0);

    /// <summary>:: to ffff:...:ffff.</summary>
    public static AddressRange AnyIpv6 => FromPrefix(new IpAddress(UInt128.Zero, IsIpv6: true), 0);

    /// <summary>The family.</summary>
    public bool IsIpv6 => First.IsIpv6;

    /// <summary>True when <paramref name="address"/> is of the same family and inside.</summary>
    public bool Contains(in IpAddress address) =>
        address.IsIpv6 == First.IsIpv6 && address.Value >= First.Value && address.Value <= Last.Value;

    /// <summary>One address.</summary>
    public static AddressRange Of(IpAddress address) => new(address, address);

    /// <summary>A prefix; bits of <paramref name="address"/> behind it are ignored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix length is not 0 to 32, or 0 to 128 for IPv6.</exception>
    public static AddressRange FromPrefix(IpAddress address, int prefixLength)
    {
        int bits = address.Length * 8;
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, bits);
        UInt128 hostMask = HostMask(address, bits - prefixLength);
        return new AddressRange(
            address with { Value = address.Value & ~hostMask },
            address with { Value = address.Value | hostMask });
    }

    /// <summary>Reads "10.0.0.1", "10.0.0.0/8" or "10.0.0.1-10.0.0.9", and the same for IPv6.</summary>
    /// <returns>False for anything else, also for "any", two families or a range that runs backwards.</returns>
    public static bool TryParse(string? text, out AddressRange range)
    {
        range = default;
        if (text is null)
        {
            return false;
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            return TryParsePrefix(text[..slash], text[(slash + 1)..], out range);
        }

        int dash = text.IndexOf('-', StringComparison.Ordinal);
        string firstText = dash >= 0 ? text[..dash].Trim() : text;
        string lastText = dash >= 0 ? text[(dash + 1)..].Trim() : text;
        if (!IpAddress.TryParse(firstText, out IpAddress first) || !IpAddress.TryParse(lastText, out IpAddress last))
        {
            return false;
        }

        range = new AddressRange(first, last);
        return first.IsIpv6 == last.IsIpv6 && first.Value <= last.Value;
    }

    /// <summary>The shortest of the forms that <see cref="TryParse"/> reads.</summary>
    public override string ToString()
    {
        if (First == Last)
        {
            return First.ToString();
        }

        UInt128 difference = First.Value ^ Last.Value;
        int hostBits = 128 - (int)UInt128.LeadingZeroCount(difference);
        return this == FromPrefix(First, (First.Length * 8) - hostBits)
            ? string.Create(CultureInfo.InvariantCulture, $"{First}/{(First.Length * 8) - hostBits}")
            : $"{First}-{Last}";
    }

    private static bool TryParsePrefix(string addressText, string lengthText, out AddressRange range)
    {
        range = default;
        if (!IpAddress.TryParse(addressText, out IpAddress address) ||
            !int.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ||
            length > address.Length * 8)
        {
            return false;
        }

        range = FromPrefix(address, length);
        return true;
    }

    private static UInt128 HostMask(in IpAddress address, int hostBits) =>
        hostBits == 128 ? UInt128.MaxValue : ((UInt128.One << hostBits) - 1) & address.FamilyMaximum;
}
