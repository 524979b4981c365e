using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration;

/// <summary>The object <c>ports</c> to <see cref="PortOptions"/>.</summary>
internal static class PortOptionsReader
{
    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>Reads it.</summary>
    /// <param name="ports">The object; null for the defaults.</param>
    /// <param name="maximumPacketLength">The longest packet that a buffer takes, in bytes: no device's MTU is larger.</param>
    public static PortOptions Read(ObjectReader? ports, int maximumPacketLength)
    {
        var defaults = new PortOptions();
        return ports is null ? defaults : new PortOptions
        {
            Tun = ReadTun(ports.OpenMember("tun", ConfigurationFields.Tun), defaults.Tun, maximumPacketLength),
            Outer = ReadOuter(ports.OpenMember("outer", ConfigurationFields.Outer), defaults.Outer),
        };
    }

    private static TunOptions ReadTun(ObjectReader? tun, TunOptions defaults, int maximumPacketLength)
    {
        if (tun is null)
        {
            return defaults;
        }

        string name = tun.OptionalName("name", defaults.Name) ?? defaults.Name;
        if (name.Length > TunOptions.MaximumNameLength || name.AsSpan().ContainsAny(" /:\t") || name.Any(character => character > '~'))
        {
            tun.Refuse("name", "is no name for a device; write at most "
                + $"{TunOptions.MaximumNameLength} letters and digits, such as \"{defaults.Name}\"");
        }

        int mtu = (int)tun.Number("mtu", 1280, 65_535, (ulong)defaults.Mtu);
        if (mtu > maximumPacketLength)
        {
            tun.Refuse("mtu", $"is more than shards.maximumPacketLength, which is {maximumPacketLength}; lower it or raise the other");
        }

        return new TunOptions
        {
            Name = name,
            Mtu = mtu,
            Addresses = ReadList<InterfaceAddress>(
                tun, "addresses", InterfaceAddress.TryParse, "is not an address with a prefix length; write one, such as \"10.1.0.1/16\""),
            Routes = ReadList<InterfaceAddress>(
                tun, "routes", TryParseNetwork, "is not a network; write one, such as \"10.2.0.0/16\", with no bit set behind the prefix"),
        };
    }

    private static OuterPortOptions ReadOuter(ObjectReader? outer, OuterPortOptions defaults)
    {
        if (outer is null)
        {
            return defaults;
        }

        var options = new OuterPortOptions
        {
            Addresses = ReadList<IpAddress>(
                outer, "addresses", IpAddress.TryParse, "is not an address; write one of this machine, such as \"192.0.2.1\""),
            IkePort = (ushort)outer.Number("ikePort", 1, 65_535, defaults.IkePort),
            NatTraversalPort = (ushort)outer.Number("natTraversalPort", 1, 65_535, defaults.NatTraversalPort),
            RawIp = outer.Boolean("rawIp", defaults.RawIp),
            SocketBufferBytes = (int)outer.Number("socketBufferBytes", 65_536, 1 << 28, (ulong)defaults.SocketBufferBytes),
        };
        if (options.IkePort == options.NatTraversalPort)
        {
            outer.Refuse("natTraversalPort", "is the same as ikePort; write another one, such as 4500");
        }

        return options;
    }

    private static bool TryParseNetwork(string text, out InterfaceAddress network) =>
        InterfaceAddress.TryParse(text, out network) && network.IsNetwork;

    private static List<T> ReadList<T>(ObjectReader reader, string field, TryParse<T> tryParse, string refusal)
    {
        var values = new List<T>();
        foreach (ConfigurationNode item in reader.Items(field))
        {
            if (item.Kind == NodeKind.String && tryParse(item.Text, out T value))
            {
                values.Add(value);
            }
            else
            {
                reader.Errors.Add(item, refusal);
            }
        }

        return values;
    }
}
