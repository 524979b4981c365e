using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>The array <c>rules</c> of a policy.</summary>
/// <param name="names">SAs and connections that rules may name.</param>
/// <param name="lists">Filter lists that they may name.</param>
/// <param name="actions">Actions that they may name.</param>
internal sealed class RuleReader(
    PolicyNames names, Dictionary<string, FilterList> lists, Dictionary<string, RuleAction> actions)
{
    private static readonly RuleAction Block = new(FilterAction.Block, UnsecuredTraffic.Refuse);

    /// <summary>Reads all rules; names are unique.</summary>
    public List<PolicyRule> ReadAll(ObjectReader policy)
    {
        var rules = new List<PolicyRule>();
        var ruleNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (ConfigurationNode node in policy.Items("rules"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Rule, policy.Errors) is not { } reader)
            {
                continue;
            }

            PolicyRule rule = Read(reader);
            rules.Add(rule);
            if (!ruleNames.Add(rule.Name) && rule.Name.Length > 0)
            {
                reader.Refuse("name", "is taken by an earlier rule; write another");
            }
        }

        return rules;
    }

    private PolicyRule Read(ObjectReader reader)
    {
        string name = reader.Name("name", "protect the branch");
        RuleAction action = reader.Choice("action", actions, Block, required: true);
        ConnectionSettings? connection = ReadConnection(reader, action.Action);
        var rule = new PolicyRule
        {
            Name = name,
            Action = action.Action,
            Unsecured = action.Unsecured,
            Filters = ReadFilters(reader, name),
            SaName = ReadSaName(reader, action.Action),
            ConnectionName = connection?.Name,
            ChildName = ReadChildName(reader, connection),
        };
        TunnelAdvice.Give(reader, rule, connection);
        return rule;
    }

    private FilterList ReadFilters(ObjectReader reader, string ruleName)
    {
        bool inline = reader.Find("filters") is not null;
        string? listName = reader.OptionalName("filterList", "branch networks");
        if (inline == reader.Find("filterList") is not null)
        {
            reader.Refuse("filterList", "and \"filters\" are alternatives; write exactly one of them");
        }

        if (inline || string.IsNullOrEmpty(listName))
        {
            return new FilterList(ruleName, FilterReader.ReadAll(reader));
        }

        if (lists.TryGetValue(listName, out FilterList? list))
        {
            return list;
        }

        reader.Refuse("filterList", $"names no filter list of this policy{NearestName.Suggest(listName, lists.Keys)}");
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

        ConnectionSettings? connection = names.Connections.FirstOrDefault(one => one.Name == written);
        if (connection is null)
        {
            string[] known = [.. names.Connections.Select(one => one.Name)];
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

        string[] known = [.. names.Sas.Where(sa => sa.Direction == SaDirection.Outbound).Select(SaList.PolicyName).Distinct()];
        if (known.Contains(written, StringComparer.Ordinal) || names.UnreadSas.Contains(written))
        {
            return written;
        }

        SaParameters? inBundle = names.Sas.FirstOrDefault(
            sa => sa.Direction == SaDirection.Outbound && sa.Bundle is not null && sa.Name == written);
        reader.Refuse("sa", inBundle is null
            ? $"names no outbound SA or bundle of this file{NearestName.Suggest(written, known)}"
            : $"names an SA inside a bundle, and only the whole bundle protects a packet; write \"{inBundle.Bundle}\"");
        return null;
    }
}
