using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>Rules for children that the policy does not name: they come behind its own, and negotiate what their selectors say.</summary>
internal static class ConnectionRules
{
    /// <summary>The policy with these rules.</summary>
    public static SecurityPolicy Complete(SecurityPolicy policy, IReadOnlyList<ConnectionSettings> connections)
    {
        policy = policy with { Rules = [.. policy.Rules.Select(rule => WithSaName(rule, connections))] };
        var rules = new List<PolicyRule>();
        foreach (ConnectionSettings connection in connections)
        {
            rules.AddRange(connection.Options.Children.Where(child => !IsNamed(policy, connection, child))
                .Select(child => Derive(connection, child)).OfType<PolicyRule>());
        }

        if (rules.Count == 0)
        {
            return policy;
        }

        string name = policy.Rules.Count == 0 ? "connections" : policy.Name;
        return policy with { Name = name, Rules = [.. policy.Rules, .. rules] };
    }

    /// <summary>
    /// The connections, with the names of the rules that each child serves; those that <see cref="Complete"/> made have no name to know.
    /// </summary>
    public static IReadOnlyList<ConnectionSettings> NameRules(SecurityPolicy policy, IReadOnlyList<ConnectionSettings> connections)
    {
        ILookup<string?, string> named = policy.Rules.Where(rule => rule.SaName is not null && rule.Name != rule.SaName)
            .ToLookup(rule => rule.SaName, rule => rule.Name);
        return [.. connections.Select(connection => connection with
        {
            Options = connection.Options with
            {
                Children = [.. connection.Options.Children.Select(
                    child => child with { Rules = [.. named[ConnectionSettings.SaNameOf(connection.Name, child.Name)]] })],
            },
        })];
    }

    /// <summary>A rule that names a connection is protected by the SAs that are negotiated for it: its first child's, unless it names one.</summary>
    private static PolicyRule WithSaName(PolicyRule rule, IReadOnlyList<ConnectionSettings> connections)
    {
        ConnectionSettings? connection = connections.FirstOrDefault(one => one.Name == rule.ConnectionName);
        string? child = rule.ChildName ?? (connection?.Options.Children is [var first, ..] ? first.Name : null);
        return connection is null || child is null
            ? rule
            : rule with { SaName = ConnectionSettings.SaNameOf(connection.Name, child) };
    }

    /// <summary>A rule without a child stands for all children of its connection.</summary>
    private static bool IsNamed(SecurityPolicy policy, ConnectionSettings connection, ChildOptions child) =>
        policy.Rules.Any(rule => rule.ConnectionName == connection.Name && (rule.ChildName is null || rule.ChildName == child.Name));

    /// <summary>Null where the traffic is known only when the peer comes: host to host with any address.</summary>
    private static PolicyRule? Derive(ConnectionSettings connection, ChildOptions child)
    {
        ChildSelectors? selectors = child.Selectors ?? HostToHost(connection);
        string name = ConnectionSettings.SaNameOf(connection.Name, child.Name);
        return selectors is null ? null : new PolicyRule
        {
            Name = name,
            Filters = new FilterList(name, [.. SelectorPairs.ToTrafficSelectors(selectors).Select(selector => new Filter(selector))]),
            Action = FilterAction.Negotiate,
            ConnectionName = connection.Name,
            ChildName = child.Name,
            SaName = name,
        };
    }

    private static ChildSelectors? HostToHost(ConnectionSettings connection) =>
        connection is { LocalAddress: { } local, RemoteAddress: { } remote }
            ? new ChildSelectors([TsSelector.Of(AddressRange.Of(local))], [TsSelector.Of(AddressRange.Of(remote))])
            : null;
}
