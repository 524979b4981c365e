using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Traffic that strongSwan lets pass or drops without IPsec: rules of a policy here.</summary>
/// <param name="gateway">The result so far.</param>
internal sealed class PlainRules(ImportedGateway gateway)
{
    private const string PolicyName = "imported";

    private readonly UniqueNames _names = new();

    /// <summary>Adds a rule for every pair of selectors.</summary>
    /// <param name="name">What it shall be called.</param>
    /// <param name="action"><c>permit</c> or <c>block</c>.</param>
    /// <param name="local">Our side; none: this machine.</param>
    /// <param name="remote">The other side; none: anybody.</param>
    public void Add(string name, string action, IReadOnlyList<ImportedSelector> local, IReadOnlyList<ImportedSelector> remote)
    {
        IReadOnlyList<ImportedSelector> ours = local.Count > 0 ? local : [new ImportedSelector("me")];
        IReadOnlyList<ImportedSelector> theirs = remote.Count > 0 ? remote : [ImportedSelector.Any];
        ImportedFilter[] filters = [.. ours.SelectMany(source => theirs.Select(destination => Pair(source, destination))).OfType<ImportedFilter>()];
        if (filters.Length == 0)
        {
            return;
        }

        if (gateway.Policies.Count == 0)
        {
            gateway.Policies.Add(new ImportedPolicy(PolicyName));
        }

        gateway.Policies[0].Rules.Add(new ImportedRule(_names.Take(name), action) { Filters = filters });
    }

    /// <summary>Null for two that no packet can match: of two families, or of two protocols.</summary>
    private static ImportedFilter? Pair(ImportedSelector source, ImportedSelector destination)
    {
        bool isOneFamily = IsNamed(source) || IsNamed(destination) || IsIpv6(source) == IsIpv6(destination);
        bool isOneProtocol = source.Protocol is null || destination.Protocol is null || source.Protocol == destination.Protocol;
        string? protocol = source.Protocol ?? destination.Protocol;
        return isOneFamily && isOneProtocol
            ? new ImportedFilter(source with { Protocol = protocol, IcmpTypes = source.IcmpTypes ?? destination.IcmpTypes }, destination, IsMirrored: true)
            : null;
    }

    private static bool IsNamed(ImportedSelector selector) => selector.Addresses is "any" or "me";

    private static bool IsIpv6(ImportedSelector selector) => selector.Addresses.Contains(':', StringComparison.Ordinal);
}
