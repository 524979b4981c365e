using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>One policy object to a <see cref="SecurityPolicy"/>, every name in it resolved.</summary>
internal static class PolicyReader
{
    private const string DefaultName = "policy";

    private static readonly Dictionary<string, RuleOrder> Orders = new(StringComparer.Ordinal)
    {
        ["firstMatch"] = RuleOrder.FirstMatch,
        ["mostSpecific"] = RuleOrder.MostSpecific,
    };

    /// <summary>Reads a policy.</summary>
    /// <param name="node">The object, or null when the file has none: then everything is blocked.</param>
    /// <param name="names">What rules may name.</param>
    /// <param name="errors">Where errors are noted.</param>
    /// <param name="needsName">True where there are several.</param>
    public static SecurityPolicy Read(ConfigurationNode? node, PolicyNames names, ErrorList errors, bool needsName = false)
    {
        if (node is null || ObjectReader.Open(node, ConfigurationFields.Policy, errors) is not { } policy)
        {
            return SecurityPolicy.BlockAll;
        }

        string? name = needsName ? policy.Name("name", "branch office") : policy.OptionalName("name", "branch office");
        Dictionary<string, FilterList> lists = ReadFilterLists(policy);
        Dictionary<string, RuleAction> actions = FilterActionReader.ReadAll(policy);
        return new SecurityPolicy(name ?? DefaultName, new RuleReader(names, lists, actions).ReadAll(policy))
        {
            Order = policy.Choice("order", Orders, RuleOrder.FirstMatch),
            Addresses = AddressOptionsReader.Read(policy.OpenMember("addresses", ConfigurationFields.Addresses)),
        };
    }

    private static Dictionary<string, FilterList> ReadFilterLists(ObjectReader policy)
    {
        var lists = new Dictionary<string, FilterList>(StringComparer.Ordinal);
        foreach (ConfigurationNode node in policy.Items("filterLists"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.FilterList, policy.Errors) is not { } reader)
            {
                continue;
            }

            string name = reader.Name("name", "branch networks");
            reader.Require("filters", "[ { \"destination\": \"10.2.0.0/16\" } ]");
            if (!lists.TryAdd(name, new FilterList(name, FilterReader.ReadAll(reader))))
            {
                reader.Refuse("name", "is taken by another filter list; write another");
            }
        }

        return lists;
    }
}
