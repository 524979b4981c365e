using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>The object <c>policy</c> to a <see cref="SecurityPolicy"/>, every name in it resolved.</summary>
internal sealed class PolicyReader
{
    private static readonly Dictionary<string, FilterAction> Actions = new(StringComparer.Ordinal)
    {
        ["permit"] = FilterAction.Permit,
        ["block"] = FilterAction.Block,
        ["negotiate"] = FilterAction.Negotiate,
    };

    private readonly ErrorList _errors;
    private readonly PolicyNames _names;
    private readonly Dictionary<string, FilterList> _lists = new(StringComparer.Ordinal);

    private PolicyReader(PolicyNames names, ErrorList errors)
    {
        _names = names;
        _errors = errors;
    }

    /// <summary>Reads the policy.</summary>
    /// <param name="node">The object, or null when the file has none: then everything is blocked.</param>
    /// <param name="names">What rules may name.</param>
    /// <param name="errors">Where errors are noted.</param>
    public static SecurityPolicy Read(ConfigurationNode? node, PolicyNames names, ErrorList errors)
    {
        if (node is null || ObjectReader.Open(node, ConfigurationFields.Policy, errors) is not { } policy)
        {
            return SecurityPolicy.BlockAll;
        }

        var reader = new PolicyReader(names, errors);
        foreach (ConfigurationNode list in policy.Items("filterLists"))
        {
            reader.ReadFilterList(list);
        }

        return new SecurityPolicy(policy.OptionalName("name", "branch office") ?? "policy", reader.ReadRules(policy));
    }

    private void ReadFilterList(ConfigurationNode node)
    {
        if (ObjectReader.Open(node, ConfigurationFields.FilterList, _errors) is not { } reader)
        {
            return;
        }

        string name = reader.Name("name", "branch networks");
        reader.Require("filters", "[ { \"destination\": \"10.2.0.0/16\" } ]");
        if (!_lists.TryAdd(name, new FilterList(name, ReadFilters(reader))))
        {
            reader.Refuse("name", "is taken by another filter list; write another");
        }
    }

    private List<Filter> ReadFilters(ObjectReader owner)
    {
        var filters = new List<Filter>();
        foreach (ConfigurationNode node in owner.Items("filters"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Filter, _errors) is { } reader)
            {
                filters.Add(new Filter(SelectorReader.Read(reader), reader.Boolean("mirrored", fallback: false)));
            }
        }

        return filters;
    }

    private List<PolicyRule> ReadRules(ObjectReader policy)
    {
        var rules = new List<PolicyRule>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ConfigurationNode node in policy.Items("rules"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Rule, _errors) is not { } reader)
            {
                continue;
            }

            PolicyRule rule = ReadRule(reader);
            rules.Add(rule);
            if (!names.Add(rule.Name) && rule.Name.Length > 0)
            {
                reader.Refuse("name", "is taken by an earlier rule; write another");
            }
        }

        return rules;
    }

    private PolicyRule ReadRule(ObjectReader reader)
    {
        string name = reader.Name("name", "protect the branch");
        FilterAction action = reader.Choice("action", Actions, FilterAction.Block, required: true);
        ConnectionSettings? connection = ReadConnection(reader, action);
        return new PolicyRule
        {
            Name = name,
            Action = action,
            Filters = ReadRuleFilters(reader, name),
            SaName = ReadSaName(reader, action),
            ConnectionName = connection?.Name,
            ChildName = ReadChildName(reader, connection),
        };
    }

    private FilterList ReadRuleFilters(ObjectReader reader, string ruleName)
    {
        bool inline = reader.Find("filters") is not null;
        string? listName = reader.OptionalName("filterList", "branch networks");
        if (inline == reader.Find("filterList") is not null)
        {
            reader.Refuse("filterList", "and \"filters\" are alternatives; write exactly one of them");
        }

        if (inline || string.IsNullOrEmpty(listName))
        {
            return new FilterList(ruleName, ReadFilters(reader));
        }

        if (_lists.TryGetValue(listName, out FilterList? list))
        {
            return list;
        }

        reader.Refuse("filterList", $"names no filter list of this policy{NearestName.Suggest(listName, _lists.Keys)}");
        return new FilterList(ruleName, []);
    }

    private ConnectionSettings? ReadConnection(ObjectReader reader, FilterAction action)
    {
        string? written = reader.OptionalName("connection", "branch");
        if (string.IsNullOrEmpty(written))
        {
            return null;
        }

        if (action != FilterAction.Negotiate || reader.Find("sa") is not null)
        {
            reader.Refuse("connection", "only goes with \"action\": \"negotiate\" and without \"sa\"; remove what does not belong");
        }

        ConnectionSettings? connection = _names.Connections.FirstOrDefault(one => one.Name == written);
        if (connection is null)
        {
            string[] known = [.. _names.Connections.Select(one => one.Name)];
            reader.Refuse("connection", $"names no connection of this file{NearestName.Suggest(written, known)}");
        }

        return connection;
    }

    private static string? ReadChildName(ObjectReader reader, ConnectionSettings? connection)
    {
        string? written = reader.OptionalName("child", "networks");
        if (written is not null && reader.Find("connection") is null)
        {
            reader.Refuse("child", "is a child of a connection; name that too: \"connection\": \"branch\"");
        }

        if (string.IsNullOrEmpty(written) || connection is null)
        {
            return null;
        }

        string[] known = [.. connection.Options.Children.Select(child => child.Name)];
        if (!known.Contains(written, StringComparer.Ordinal))
        {
            reader.Refuse("child", $"names no child of connection \"{connection.Name}\"{NearestName.Suggest(written, known)}");
        }

        return written;
    }

    private string? ReadSaName(ObjectReader reader, FilterAction action)
    {
        string? written = reader.OptionalName("sa", "to-branch");
        if (string.IsNullOrEmpty(written))
        {
            return null;
        }

        if (action != FilterAction.Negotiate)
        {
            reader.Refuse("sa", "only goes with \"action\": \"negotiate\"; remove it or change the action");
        }

        string[] known = [.. _names.Sas.Where(sa => sa.Direction == SaDirection.Outbound).Select(SaList.PolicyName).Distinct()];
        if (known.Contains(written, StringComparer.Ordinal) || _names.UnreadSas.Contains(written))
        {
            return written;
        }

        SaParameters? inBundle = _names.Sas.FirstOrDefault(
            sa => sa.Direction == SaDirection.Outbound && sa.Bundle is not null && sa.Name == written);
        reader.Refuse("sa", inBundle is null
            ? $"names no outbound SA or bundle of this file{NearestName.Suggest(written, known)}"
            : $"names an SA inside a bundle, and only the whole bundle protects a packet; write \"{inBundle.Bundle}\"");
        return null;
    }
}
