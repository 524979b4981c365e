using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>The selectors of one side of a child: each a string of addresses, or an object.</summary>
internal static class SideReader
{
    private const int Most = 128;

    /// <summary>Reads <c>localSelectors</c> or <c>remoteSelectors</c>.</summary>
    public static ValueList<TsSelector> Read(ObjectReader child, string field)
    {
        IList<ConfigurationNode> items = child.Items(field);
        if (items.Count > Most)
        {
            child.Refuse(field, $"has {items.Count} selectors; write at most {Most}");
            return [];
        }

        return [.. items.SelectMany(item => ReadOne(item, child.Errors))];
    }

    private static ValueList<TsSelector> ReadOne(ConfigurationNode node, ErrorList errors)
    {
        if (node.Kind != NodeKind.String)
        {
            return ObjectReader.Open(node, ConfigurationFields.ChildSelector, errors) is { } reader ? ReadObject(reader) : [];
        }

        if (node.Characters.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            return ChildSelectors.AnyAddress;
        }

        if (AddressRange.TryParse(node.Text, out AddressRange range))
        {
            return [TsSelector.Of(range)];
        }

        errors.Add(node, "is not an address, prefix or range; write \"any\", \"10.0.0.1\", "
            + "\"10.0.0.0/8\", \"10.0.0.1-10.0.0.9\", or the same for IPv6");
        return [];
    }

    private static ValueList<TsSelector> ReadObject(ObjectReader reader)
    {
        reader.Require("addresses", "\"10.1.0.0/16\"");
        var selector = new TrafficSelector
        {
            Source = SelectorReader.ReadAddresses(reader, "addresses"),
            Protocol = SelectorReader.ReadProtocol(reader),
            SourcePorts = SelectorReader.ReadPorts(reader, "ports"),
            IcmpTypes = SelectorReader.ReadMessages(reader),
        };
        ValueList<TsSelector> side = SelectorPairs.Of(selector).Local;
        if (side.Count == 0)
        {
            reader.Refuse("protocol", "does not go with ports or icmpTypes as written; ports are for protocols with ports, icmpTypes for ICMP");
        }

        return side;
    }
}
