using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Addresses of gateways and networks, as strongSwan and libreswan write them.</summary>
internal static class Addresses
{
    /// <summary>True for what leaves the address to the system, or to the peer.</summary>
    public static bool IsAny(string text) => text is "" or "%any" or "%any4" or "%any6" or "%defaultroute" or "%config" or "0.0.0.0" or "::" or "0::0"
        or "0.0.0.0/0" or "::/0" or "%group" or "%opportunistic";

    /// <summary>The address of a host as ours takes it; null when it is a name, a network or nothing.</summary>
    public static string? Host(string text)
    {
        string bare = text.EndsWith("/32", StringComparison.Ordinal) ? text[..^3] : text;
        return IpAddress.TryParse(bare, out IpAddress address) && !address.IsUnspecified && !address.IsMulticast ? address.ToString() : null;
    }

    /// <summary>True when the two are of different families, which no connection can have.</summary>
    public static bool AreOfTwoFamilies(string one, string other) =>
        IpAddress.TryParse(one, out IpAddress first) && IpAddress.TryParse(other, out IpAddress second) && first.IsIpv6 != second.IsIpv6;

    /// <summary>A network, range or host as ours takes it; null when it is none.</summary>
    public static string? Network(string text)
    {
        string? network = text is "%any" or "any" ? "any" : text;
        return network == "any" || AddressRange.TryParse(network, out _) ? network : null;
    }
}
