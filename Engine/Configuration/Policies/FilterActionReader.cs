using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>The array <c>filterActions</c>: actions with options, by name, that rules share.</summary>
internal static class FilterActionReader
{
    private static readonly Dictionary<string, FilterAction> Words = new(StringComparer.Ordinal)
    {
        ["permit"] = FilterAction.Permit,
        ["block"] = FilterAction.Block,
        ["negotiate"] = FilterAction.Negotiate,
    };

    private static readonly string[] NegotiateOptions = ["acceptUnsecured", "allowUnsecuredPeers", "clearAfterSeconds", "retryAfterSeconds"];

    /// <summary>Reads all, the three plain words included.</summary>
    public static Dictionary<string, RuleAction> ReadAll(ObjectReader policy)
    {
        var actions = Words.ToDictionary(word => word.Key, word => new RuleAction(word.Value, UnsecuredTraffic.Refuse), StringComparer.Ordinal);
        foreach (ConfigurationNode node in policy.Items("filterActions"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.FilterAction, policy.Errors) is not { } reader)
            {
                continue;
            }

            string name = reader.Name("name", "request security");
            RuleAction action = Read(reader);
            if (name.Length > 0 && !actions.TryAdd(name, action))
            {
                reader.Refuse("name", "is taken; write another than \"permit\", \"block\", \"negotiate\" and those of earlier actions");
            }
        }

        return actions;
    }

    private static RuleAction Read(ObjectReader reader)
    {
        FilterAction action = reader.Choice("action", Words, FilterAction.Block, required: true);
        foreach (string option in NegotiateOptions.Where(option => action != FilterAction.Negotiate && reader.Find(option) is not null))
        {
            reader.Refuse(option, "only goes with \"action\": \"negotiate\"; remove it or change the action");
        }

        return new RuleAction(action, ReadUnsecured(reader));
    }

    private static UnsecuredTraffic ReadUnsecured(ObjectReader reader)
    {
        var unsecured = new UnsecuredTraffic
        {
            AcceptsInbound = reader.Boolean("acceptUnsecured", fallback: false),
            FallsBackToClear = reader.Boolean("allowUnsecuredPeers", fallback: false),
            ClearAfter = TimeSpan.FromSeconds(reader.Number("clearAfterSeconds", 1, 60, 3)),
            RetryAfter = TimeSpan.FromSeconds(reader.Number("retryAfterSeconds", 5, 86_400, 300)),
        };
        if (unsecured.FallsBackToClear)
        {
            reader.Warn("allowUnsecuredPeers", "lets whoever can drop IKE messages read and forge the traffic of hosts that were never secured");
        }

        return unsecured;
    }
}
