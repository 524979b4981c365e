using System.Globalization;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>Selectors in sentences. Bounded, whatever the peer sent.</summary>
internal static class SelectorText
{
    private const int Most = 6;

    /// <summary>One: <c>10.0.0.0/8</c>, <c>10.0.0.1 protocol 6 port 443</c>.</summary>
    internal static string Of(TsSelector selector)
    {
        if (!selector.IsAddressRange)
        {
            return string.Create(CultureInfo.InvariantCulture, $"selector type {(int)selector.Type}");
        }

        string protocol = selector.Protocol == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" protocol {selector.Protocol}");
        string ports = selector.Ports.IsAny ? string.Empty : $" port {selector.Ports}";
        return $"{selector.Addresses}{protocol}{ports}";
    }

    /// <summary>One as <c>localSelectors</c> and <c>remoteSelectors</c> spell it, in JSON.</summary>
    internal static string AsJson(TsSelector selector)
    {
        string addresses = ConfigurationChange.Quote(selector.Addresses.ToString());
        if (selector.Protocol == 0)
        {
            return addresses;
        }

        string ports = selector.Ports.IsAny || !IpProtocol.HasPorts(selector.Protocol)
            ? string.Empty
            : $", \"ports\": {ConfigurationChange.Quote(selector.Ports.ToString())}";
        return string.Create(CultureInfo.InvariantCulture, $"{{ \"addresses\": {addresses}, \"protocol\": {selector.Protocol}{ports} }}");
    }

    /// <summary>A list with commas; an empty one is "nothing".</summary>
    internal static string Of(ValueList<TsSelector> selectors) => selectors.Count switch
    {
        0 => "nothing",
        > Most => string.Join(", ", selectors.Take(Most).Select(Of)) + " and more",
        _ => string.Join(", ", selectors.Select(Of)),
    };
}
