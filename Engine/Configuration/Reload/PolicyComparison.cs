using Pipeline.Engine.Policy;

namespace Pipeline.Engine.Configuration.Reload;

/// <summary>Compares policies rule by rule: their order counts.</summary>
internal static class PolicyComparison
{
    /// <summary>True when both decide the same for every packet, by the same names.</summary>
    public static bool AreSame(SecurityPolicy before, SecurityPolicy after) =>
        before.Name == after.Name
        && before.Order == after.Order
        && before.Addresses.IsSameAs(after.Addresses)
        && before.Rules.Count == after.Rules.Count
        && before.Rules.Zip(after.Rules).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(PolicyRule before, PolicyRule after) =>
        before.Filters.Name == after.Filters.Name
        && before.Filters.Filters.SequenceEqual(after.Filters.Filters)
        && before with { Filters = after.Filters } == after;
}
