using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One published policy, compiled for look-up. Immutable, so any thread may ask it.</summary>
/// <remarks>
/// The only door to the rules on the packet path. Inside is a flat array in rule order, mirrored filters unfolded: the
/// flow cache in front of it asks once a flow, and a policy has tens of filters. A faster structure changes this file only.
/// </remarks>
public sealed class PolicyIndex
{
    private readonly Entry[] _entries;

    internal PolicyIndex(SecurityPolicy policy, int generation)
    {
        Policy = policy;
        Generation = generation;
        _entries = [.. policy.Rules.SelectMany(Compile)];
    }

    /// <summary>The rules that it was made from.</summary>
    public SecurityPolicy Policy { get; }

    /// <summary>Grows by one with every published policy; a cached verdict is good while this stays the same.</summary>
    public int Generation { get; }

    /// <summary>Finds the verdict of the first rule that matches; never allocates.</summary>
    /// <param name="flow">The flow in the direction in which we send it; a received packet asks with its reverse.</param>
    /// <returns>The verdict; <see cref="Verdict.Unmatched"/>, which blocks, when no rule matches.</returns>
    public Verdict Classify(in FlowKey flow)
    {
        foreach (ref readonly Entry entry in _entries.AsSpan())
        {
            if (entry.Selector.Contains(flow))
            {
                return entry.Verdict;
            }
        }

        return Verdict.Unmatched;
    }

    /// <summary>What protects the traffic of a rule, by name.</summary>
    /// <param name="ruleIndex">A rule of this policy whose verdict is <see cref="VerdictKind.Protect"/>.</param>
    public string SaNameOf(int ruleIndex) => Policy.Rules[ruleIndex].SaName!;

    /// <summary>The name of the rule that made a verdict of this index; null when none did.</summary>
    public string? RuleName(Verdict verdict) =>
        verdict.RuleIndex == Verdict.NoRule ? null : Policy.Rules[verdict.RuleIndex].Name;

    private static IEnumerable<Entry> Compile(PolicyRule rule, int ruleIndex)
    {
        Verdict verdict = rule.ToVerdict(ruleIndex);
        foreach (Filter filter in rule.Filters.Filters)
        {
            yield return new Entry(filter.Selector, verdict);
            if (filter.Mirrored)
            {
                yield return new Entry(filter.Selector.Reversed, verdict);
            }
        }
    }

    private readonly record struct Entry(TrafficSelector Selector, Verdict Verdict);
}
