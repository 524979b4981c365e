using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One published policy, compiled for look-up. Immutable, so any thread may ask it.</summary>
/// <remarks>
/// The only door to the rules on the packet path; the flow cache in front of it asks once a flow. Inside are the filters in rule
/// order, mirrored ones unfolded, and decision trees that find the first of thousands without looking at most of them.
/// </remarks>
public sealed class PolicyIndex
{
    private readonly Verdict[] _verdicts;
    private readonly FlowClassifier _ipv4;
    private readonly FlowClassifier _ipv6;

    internal PolicyIndex(SecurityPolicy policy, int generation)
    {
        Policy = policy;
        Generation = generation;

        // The same selector a second time never decides.
        Entry[] entries = [.. policy.Rules.SelectMany(Compile).DistinctBy(entry => entry.Selector)];
        TrafficSelector[] selectors = Array.ConvertAll(entries, entry => entry.Selector);
        CompiledSelector[] compiled = Array.ConvertAll(selectors, selector => new CompiledSelector(selector));
        _verdicts = Array.ConvertAll(entries, entry => entry.Verdict);
        _ipv4 = new FlowClassifier(selectors, compiled, isIpv6: false);
        _ipv6 = new FlowClassifier(selectors, compiled, isIpv6: true);
    }

    /// <summary>The rules that it was made from.</summary>
    public SecurityPolicy Policy { get; }

    /// <summary>Grows by one with every published policy; a cached verdict is good while this stays the same.</summary>
    public int Generation { get; }

    /// <summary>The most filters that one <see cref="Classify"/> examines: a few, unless too many overlap in too many ways.</summary>
    internal int MostExamined => Math.Max(_ipv4.MostExamined, _ipv6.MostExamined);

    /// <summary>Finds the verdict of the first rule that matches; never allocates.</summary>
    /// <param name="flow">The flow in the direction in which we send it; a received packet asks with its reverse.</param>
    /// <returns>The verdict; <see cref="Verdict.Unmatched"/>, which blocks, when no rule matches.</returns>
    public Verdict Classify(in FlowKey flow)
    {
        int filter = (flow.IsIpv6 ? _ipv6 : _ipv4).Find(flow);
        return filter == FlowClassifier.NoFilter ? Verdict.Unmatched : _verdicts[filter];
    }

    /// <summary>What protects the traffic of a rule, by name.</summary>
    /// <param name="ruleIndex">A rule of this policy whose verdict is <see cref="VerdictKind.Protect"/>.</param>
    public string SaNameOf(int ruleIndex) => Policy.Rules[ruleIndex].SaName!;

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
