using Pipeline.Engine.Policy.ClearTraffic;

namespace Pipeline.Engine.Policy;

/// <summary>One line of a policy: this traffic, that action.</summary>
public sealed record PolicyRule
{
    /// <summary>Its name in configuration, logs and counters.</summary>
    public required string Name { get; init; }

    /// <summary>The traffic.</summary>
    public required FilterList Filters { get; init; }

    /// <summary>What happens to it.</summary>
    public required FilterAction Action { get; init; }

    /// <summary>
    /// The static SA, or the bundle of SAs, that protects it; null to negotiate one. Only with
    /// <see cref="FilterAction.Negotiate"/>.
    /// </summary>
    public string? SaName { get; init; }

    /// <summary>The connection that negotiates for it; null for any whose selectors have the traffic. Never beside <see cref="SaName"/>.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>The child of that connection; null for any of them.</summary>
    public string? ChildName { get; init; }

    /// <summary>What becomes of its traffic with hosts that do not protect it; only with <see cref="FilterAction.Negotiate"/>.</summary>
    public UnsecuredTraffic Unsecured { get; init; } = UnsecuredTraffic.Refuse;

    /// <summary>The answer that the rule gives, as rule number <paramref name="ruleIndex"/> of its policy.</summary>
    public Verdict ToVerdict(int ruleIndex) => Action switch
    {
        FilterAction.Permit => new Verdict(VerdictKind.Permit, ruleIndex, SaName: null),
        FilterAction.Negotiate when SaName is not null => new Verdict(VerdictKind.Protect, ruleIndex, SaName),
        FilterAction.Negotiate => new Verdict(VerdictKind.Negotiate, ruleIndex, SaName: null),
        _ => new Verdict(VerdictKind.Block, ruleIndex, SaName: null),
    };
}
