using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>The array <c>filters</c>: selectors that may have names in the place of addresses, and may be mirrored.</summary>
internal static class FilterReader
{
    private const string Names = ", or a name: \"me\", \"dns:host.example.org\", \"dnsServers\", \"winsServers\", \"dhcpServers\", \"defaultGateway\"";

    /// <summary>Reads all filters of a list or rule.</summary>
    public static List<Filter> ReadAll(ObjectReader owner)
    {
        var filters = new List<Filter>();
        foreach (ConfigurationNode node in owner.Items("filters"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Filter, owner.Errors) is { } reader)
            {
                filters.Add(Read(reader));
            }
        }

        return filters;
    }

    private static Filter Read(ObjectReader reader)
    {
        AddressName? source = NameOf(reader, "source");
        AddressName? destination = NameOf(reader, "destination");
        AddressRange? from = source is null ? SelectorReader.ReadAddresses(reader, "source", Names) : null;
        AddressRange? to = destination is null ? SelectorReader.ReadAddresses(reader, "destination", Names) : null;
        return new Filter(SelectorReader.Read(reader, from, to), reader.Boolean("mirrored", fallback: false))
        {
            SourceName = source,
            DestinationName = destination,
        };
    }

    private static AddressName? NameOf(ObjectReader reader, string field) =>
        reader.Find(field) is { Kind: NodeKind.String } node && AddressName.TryParse(node.Text, out AddressName name) ? name : null;
}
