using System.Text.Json;

namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>Writes one policy.</summary>
internal static class PolicyJson
{
    /// <summary>Writes a policy with its lists, actions and rules.</summary>
    public static void Write(Utf8JsonWriter json, ImportedPolicy policy)
    {
        json.WriteStartObject();
        json.WriteString("name", policy.Name);
        ImportJson.WriteOptional(json, "order", policy.IsMostSpecificFirst ? "mostSpecific" : null);
        ImportJson.WriteAll(json, "filterLists", policy.FilterLists, (writer, list) => WriteList(writer, list.Key, list.Value));
        ImportJson.WriteAll(json, "filterActions", policy.Actions, WriteAction);
        ImportJson.WriteAll(json, "rules", policy.Rules, WriteRule);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<ImportedFilter> filters)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        ImportJson.WriteAll(json, "filters", filters, WriteFilter);
        json.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter json, ImportedAction action)
    {
        json.WriteStartObject();
        json.WriteString("name", action.Name);
        json.WriteString("action", "negotiate");
        json.WriteBoolean("acceptUnsecured", action.AcceptsUnsecured);
        json.WriteBoolean("allowUnsecuredPeers", action.AllowsUnsecuredPeers);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, ImportedRule rule)
    {
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        if (rule.FilterList is null)
        {
            ImportJson.WriteAll(json, "filters", rule.Filters, WriteFilter);
        }
        else
        {
            json.WriteString("filterList", rule.FilterList);
        }

        json.WriteString("action", rule.Action);
        ImportJson.WriteOptional(json, "connection", rule.Connection);
        json.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter json, ImportedFilter filter)
    {
        json.WriteStartObject();
        json.WriteString("source", filter.Source.Addresses);
        json.WriteString("destination", filter.Destination.Addresses);
        ImportJson.WriteOptional(json, "protocol", filter.Source.Protocol);
        ImportJson.WriteOptional(json, "sourcePorts", filter.Source.Ports);
        ImportJson.WriteOptional(json, "destinationPorts", filter.Destination.Ports);
        ImportJson.WriteOptional(json, "icmpTypes", filter.Source.IcmpTypes);
        if (filter.IsMirrored)
        {
            json.WriteBoolean("mirrored", true);
        }

        json.WriteEndObject();
    }
}
