using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>The two ends of a filter, checked as the gateway checks them.</summary>
internal static class FilterEnds
{
    /// <summary>Makes one end.</summary>
    /// <param name="addresses">Addresses or a name.</param>
    /// <param name="protocol">The number of a protocol; empty for any.</param>
    /// <param name="ports">Its ports; empty for any.</param>
    /// <param name="end">The end; any when false is returned.</param>
    /// <returns>False when no filter of ours can have it.</returns>
    public static bool TryMake(string addresses, string protocol, string ports, out ImportedSelector end)
    {
        end = ImportedSelector.Any;
        bool isAddress = addresses == "any" || AddressName.TryParse(addresses, out _) || AddressRange.TryParse(addresses, out _);

        // ICMP has no ports, whatever the fields hold.
        string spoken = ports.Length > 0 && protocol is not ("1" or "58") ? $"{protocol}/{ports}" : protocol;
        return isAddress && Selectors.TryReadTraffic(addresses, spoken, out end, out _);
    }

    /// <summary>True for addresses of IPv4 on one side and of IPv6 on the other; names are of both.</summary>
    public static bool AreOfTwoFamilies(string one, string other) =>
        AddressRange.TryParse(one, out AddressRange first) && AddressRange.TryParse(other, out AddressRange second) && first.IsIpv6 != second.IsIpv6;
}
