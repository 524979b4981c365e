using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>Warns of a tunnel for what is no traffic between two networks: Windows of 2003 supports tunnels for sites only.</summary>
internal static class TunnelAdvice
{
    /// <summary>Looks at a rule that was read.</summary>
    /// <param name="reader">Where the warning goes.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="connection">The connection that it names; null for none.</param>
    public static void Give(ObjectReader reader, PolicyRule rule, ConnectionSettings? connection)
    {
        ChildOptions? tunnel = connection?.Options.Children.FirstOrDefault(
            child => child.Mode == SaMode.Tunnel && (rule.ChildName is null || rule.ChildName == child.Name));
        if (tunnel is not null && rule.Filters.Filters.Select(WhyNoSite).FirstOrDefault(why => why is not null) is { } reason)
        {
            string field = reader.Find("filters") is null ? "filterList" : "filters";
            reader.Warn(field, $"has a filter that {reason}, in tunnel mode, which is for two networks behind two gateways (Windows of 2003 takes no other); "
                + $"between two hosts write \"mode\": \"transport\" in child \"{tunnel.Name}\"");
        }
    }

    private static string? WhyNoSite(Filter filter)
    {
        TrafficSelector selector = filter.Selector;
        if (selector.Protocol is not null || selector.SelectsByPort)
        {
            return "names a protocol or ports";
        }

        bool isMe = filter.SourceName is { Kind: AddressNameKind.Me } || filter.DestinationName is { Kind: AddressNameKind.Me };
        return isMe || IsHost(selector.Source) || IsHost(selector.Destination) ? "has a single host at one end" : null;
    }

    private static bool IsHost(AddressRange? range) => range is { } some && some.First == some.Last;
}
