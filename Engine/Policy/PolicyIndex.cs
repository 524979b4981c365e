using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One published policy, compiled for look-up. Immutable, so any thread may ask it.</summary>
/// <remarks>
/// The only door to the rules on the packet path; the flow cache in front of it asks once a flow. Inside are the filters in the order
/// of the policy, mirrored ones unfolded, and decision trees that find the first of thousands without looking at most of them.
/// </remarks>
public sealed class PolicyIndex
{
    private readonly PolicyEntry[] _entries;
    private readonly Verdict[] _verdicts;
    private readonly FlowClassifier _ipv4;
    private readonly FlowClassifier _ipv6;

    internal PolicyIndex(SecurityPolicy policy, int generation)
    {
        Policy = policy;
        Generation = generation;

        // The same selector a second time never decides.
        _entries = [.. InOrder(policy).DistinctBy(entry => entry.Selector)];
        TrafficSelector[] selectors = Array.ConvertAll(_entries, entry => entry.Selector);
        CompiledSelector[] compiled = Array.ConvertAll(selectors, selector => new CompiledSelector(selector));
        Verdict[] ofRules = [.. policy.Rules.Select((rule, ruleIndex) => rule.ToVerdict(ruleIndex))];
        _verdicts = Array.ConvertAll(_entries, entry => ofRules[entry.RuleIndex]);
        _ipv4 = new FlowClassifier(selectors, compiled, isIpv6: false);
        _ipv6 = new FlowClassifier(selectors, compiled, isIpv6: true);
    }

    /// <summary>The rules that it was made from.</summary>
    public SecurityPolicy Policy { get; }

    /// <summary>Grows by one with every published policy; a cached verdict is good while this stays the same.</summary>
    public int Generation { get; }

    /// <summary>The most filters that one <see cref="Classify"/> examines: a few, unless too many overlap in too many ways.</summary>
    internal int MostExamined => Math.Max(_ipv4.MostExamined, _ipv6.MostExamined);

    /// <summary>The most nodes of trees that one <see cref="Classify"/> walks through, leaves included.</summary>
    internal int MostVisited => Math.Max(_ipv4.MostVisited, _ipv6.MostVisited);

    /// <summary>The filters in the order in which they are asked; without those that an equal one hides.</summary>
    public IReadOnlyList<PolicyEntry> Entries => _entries;

    /// <summary>Finds the verdict of the first filter that matches; never allocates.</summary>
    /// <param name="flow">The flow in the direction in which we send it; a received packet asks with its reverse.</param>
    /// <returns>The verdict; <see cref="Verdict.Unmatched"/>, which blocks, when no rule matches.</returns>
    public Verdict Classify(in FlowKey flow)
    {
        int filter = Find(flow);
        return filter == FlowClassifier.NoFilter ? Verdict.Unmatched : _verdicts[filter];
    }

    /// <summary>The filter that decides about a flow: the one whose verdict <see cref="Classify"/> gives.</summary>
    /// <returns>Null when none matches.</returns>
    public PolicyEntry? DeciderOf(in FlowKey flow) => Find(flow) is var filter and not FlowClassifier.NoFilter ? _entries[filter] : null;

    /// <summary>What protects the traffic of a rule, by name.</summary>
    /// <param name="ruleIndex">A rule of this policy whose verdict is <see cref="VerdictKind.Protect"/>.</param>
    public string SaNameOf(int ruleIndex) => Policy.Rules[ruleIndex].SaName!;

    /// <summary>What a rule of this policy does with unprotected traffic.</summary>
    /// <param name="ruleIndex">The rule.</param>
    public UnsecuredTraffic UnsecuredOf(int ruleIndex) => Policy.Rules[ruleIndex].Unsecured;

    private int Find(in FlowKey flow) => (flow.IsIpv6 ? _ipv6 : _ipv4).Find(flow);

    private static IEnumerable<PolicyEntry> InOrder(SecurityPolicy policy)
    {
        IEnumerable<PolicyEntry> entries = policy.Rules.SelectMany(Unfold);
        return policy.Order == RuleOrder.MostSpecific ? entries.OrderBy(entry => Specificity.Of(entry.Selector)) : entries;
    }

    private static IEnumerable<PolicyEntry> Unfold(PolicyRule rule, int ruleIndex)
    {
        for (int index = 0; index < rule.Filters.Filters.Count; index++)
        {
            Filter filter = rule.Filters.Filters[index];
            if (!filter.IsResolved)
            {
                continue;
            }

            yield return new PolicyEntry(ruleIndex, index, IsReversed: false, filter.Selector);
            if (filter.Mirrored)
            {
                yield return new PolicyEntry(ruleIndex, index, IsReversed: true, filter.Selector.Reversed);
            }
        }
    }
}
