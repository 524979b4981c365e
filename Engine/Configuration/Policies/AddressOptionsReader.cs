using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>The object <c>addresses</c> of a policy: where names in filters are looked up.</summary>
internal static class AddressOptionsReader
{
    private static readonly (string Field, AddressNameKind Kind)[] Servers =
    [
        ("dnsServers", AddressNameKind.DnsServers),
        ("winsServers", AddressNameKind.WinsServers),
        ("dhcpServers", AddressNameKind.DhcpServers),
        ("defaultGateway", AddressNameKind.DefaultGateway),
    ];

    /// <summary>Reads it; without it, the machine is asked for everything.</summary>
    public static AddressOptions Read(ObjectReader? reader)
    {
        var defaults = new AddressOptions();
        return reader is null ? defaults : new AddressOptions
        {
            RefreshInterval = TimeSpan.FromSeconds(reader.Number("refreshSeconds", 1, 86_400, (ulong)defaults.RefreshInterval.TotalSeconds)),
            Fixed = Servers.Where(server => reader.Find(server.Field) is not null)
                .ToDictionary(server => server.Kind, IReadOnlyList<IpAddress> (server) => ReadServers(reader, server.Field)),
        };
    }

    private static List<IpAddress> ReadServers(ObjectReader reader, string field)
    {
        IList<ConfigurationNode> items = reader.Items(field);
        if (items.Count > AddressBook.MostAddresses)
        {
            reader.Refuse(field, $"has {items.Count} addresses; write at most {AddressBook.MostAddresses}");
            return [];
        }

        var addresses = new List<IpAddress>();
        foreach (ConfigurationNode item in items)
        {
            if (item.Kind == NodeKind.String && IpAddress.TryParse(item.Text, out IpAddress address))
            {
                addresses.Add(address);
            }
            else
            {
                reader.Errors.Add(item, "is not an address; write one, such as \"10.0.0.53\" or \"2001:db8::53\"");
            }
        }

        return addresses;
    }
}
