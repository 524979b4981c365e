using System.Globalization;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports;

/// <summary>An address with the length of its network's prefix: "10.1.0.1/16" as an interface has it, "10.2.0.0/16" as a route does.</summary>
/// <param name="Address">The address, host part included.</param>
/// <param name="PrefixLength">Bits of the network: 0 to 32, or 0 to 128 for IPv6.</param>
public readonly record struct InterfaceAddress(IpAddress Address, int PrefixLength)
{
    /// <summary>True when no bit behind the prefix is set: it can be a route.</summary>
    public bool IsNetwork => AddressRange.FromPrefix(Address, PrefixLength).First == Address;

    /// <summary>Reads "10.1.0.1/16"; without a slash, the prefix is the whole address.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string? text, out InterfaceAddress address)
    {
        address = default;
        if (text is null)
        {
            return false;
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress parsed))
        {
            return false;
        }

        int bits = 8 * parsed.Length;
        int prefixLength = bits;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength) || prefixLength > bits))
        {
            return false;
        }

        address = new InterfaceAddress(parsed, prefixLength);
        return true;
    }

    /// <summary>"10.1.0.1/16".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
