using System.Globalization;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>Asks a configuration what would become of a packet: the same look-up that the packet path does.</summary>
internal static class PolicyReading
{
    private const int MostOthers = 32;

    /// <summary>Explains a packet that a local host sends.</summary>
    /// <param name="options">The configuration, with its names resolved.</param>
    /// <param name="flow">The packet's flow.</param>
    public static PacketExplanation Explain(GatewayOptions options, in FlowKey flow)
    {
        PacketExplanation explanation = Decide(options, flow);
        return explanation with
        {
            Says = [.. explanation.Says, .. explanation.Others.Select(Describe), .. LeftOut(options.Policy, explanation)],
        };
    }

    private static string Describe(RuleMiss other) => string.Create(
        CultureInfo.InvariantCulture, $"not rule {other.RuleNumber}, \"{other.Rule}\" (filter list \"{other.FilterList}\"): {other.Why}");

    private static IEnumerable<string> LeftOut(SecurityPolicy policy, PacketExplanation explanation)
    {
        int left = policy.Rules.Count - explanation.Others.Count - (explanation.RuleNumber == 0 ? 0 : 1);
        return left == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"and {left} more rules that do not decide")];
    }

    private static RuleMiss[] Others(SecurityPolicy policy, int decider, FlowKey flow) =>
    [
        .. Enumerable.Range(0, policy.Rules.Count).Where(rule => rule != decider).Take(MostOthers).Select(rule => RuleMiss.Of(policy, rule, flow)),
    ];

    private static PacketExplanation Decide(GatewayOptions options, in FlowKey flow)
    {
        PolicyIndex index = new PolicyDatabase(options.Policy).Current;
        Verdict verdict = index.Classify(flow);
        if (index.DeciderOf(flow) is not { } decider)
        {
            return new PacketExplanation
            {
                Packet = flow.ToString(),
                Verdict = "block",
                Others = Others(options.Policy, Verdict.NoRule, flow),
                Says =
                [
                    string.Create(
                        CultureInfo.InvariantCulture, $"none of the {options.Policy.Rules.Count} rules of policy \"{options.Policy.Name}\" matches"),
                    "blocked: what no rule matches is dropped, and counted as BlockedByPolicy",
                ],
            };
        }

        PolicyRule rule = options.Policy.Rules[verdict.RuleIndex];
        string filter = FilterOf(rule, decider);
        string why = options.Policy.Order == RuleOrder.MostSpecific ? "of all filters that match, its is the most specific" : "it is the first that matches";
        return Protect(options, rule, flow, new PacketExplanation
        {
            Packet = flow.ToString(),
            Verdict = verdict.Kind switch
            {
                VerdictKind.Permit => "permit",
                VerdictKind.Block => "block",
                _ => "protect",
            },
            Rule = rule.Name,
            RuleNumber = verdict.RuleIndex + 1,
            FilterList = rule.Filters.Name,
            Filter = filter,
            Others = Others(options.Policy, verdict.RuleIndex, flow),
            ProtectedBy = verdict.SaName,
            Says =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"rule {verdict.RuleIndex + 1} of {options.Policy.Rules.Count}, \"{rule.Name}\", decides: "
                    + $"{why}, by filter {filter}"),
            ],
        });
    }

    private static PacketExplanation Protect(GatewayOptions options, PolicyRule rule, in FlowKey flow, PacketExplanation decided)
    {
        if (decided.Verdict != "protect")
        {
            string sentence = decided.Verdict == "permit"
                ? "permitted: it leaves in the clear, unchanged"
                : "blocked: dropped, and counted as BlockedByPolicy";
            return decided with { Says = [.. decided.Says, sentence] };
        }

        decided = decided with { Says = [.. decided.Says, .. Unsecured(rule)] };
        foreach (ConnectionSettings connection in options.Connections)
        {
            ChildOptions? child = connection.Options.Children.FirstOrDefault(
                one => ConnectionSettings.SaNameOf(connection.Name, one.Name) == rule.SaName);
            if (child is not null)
            {
                return decided with
                {
                    Connection = ConnectionExplanation.Of(connection, child.Name),
                    Says = [.. decided.Says, .. Negotiated(connection, child, flow)],
                };
            }
        }

        return decided with { Says = [.. decided.Says, ByHand(options, rule)] };
    }

    private static IEnumerable<string> Unsecured(PolicyRule rule)
    {
        if (rule.Unsecured.FallsBackToClear)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"leaves in the clear after {rule.Unsecured.ClearAfter.TotalSeconds:0} s if the peer does not answer IKE and was never protected");
        }

        if (rule.Unsecured.AcceptsInbound)
        {
            yield return "what comes in the clear is taken as long as no SA is there, and answered through an SA";
        }
    }

    private static IEnumerable<string> Negotiated(ConnectionSettings connection, ChildOptions child, FlowKey flow)
    {
        string waits = connection.Initiation == Initiation.Never
            ? "dropped until the peer has negotiated it"
            : "held while it is negotiated, if it is not there yet";
        yield return $"protected by child \"{child.Name}\" of connection \"{connection.Name}\"; {waits}";
        if (child.Selectors is { } selectors && SelectorChoice.TryNarrow(ChildSelectors.Of(flow), selectors, out SelectorMiss? _) is null)
        {
            yield return $"but the selectors of that child, {selectors}, do not have it: no SA will ever carry it. "
                + "Make the rule and the selectors agree";
        }
    }

    private static string ByHand(GatewayOptions options, PolicyRule rule)
    {
        SaParameters[] sas = [.. options.SecurityAssociations
            .Where(sa => sa.Direction == SaDirection.Outbound && (sa.Name == rule.SaName || sa.Bundle == rule.SaName))];
        return sas.Length == 0
            ? "to be protected, but nothing negotiates for this rule: it is dropped. Name a connection or an SA in the rule"
            : "protected with keys set by hand: " + string.Join(" and ", sas.Select(Describe));
    }

    private static string Describe(SaParameters sa) => string.Create(
        CultureInfo.InvariantCulture,
        $"SA \"{sa.Name}\", {sa.Protocol.ToString().ToUpperInvariant()} {sa.Transform.Name}, SPI 0x{sa.Spi:x8}, {sa.Source} to {sa.Destination}");

    private static string FilterOf(PolicyRule rule, PolicyEntry decider)
    {
        Filter filter = rule.Filters.Filters[decider.FilterIndex];
        string names = string.Concat(new[] { filter.SourceName, filter.DestinationName }.OfType<AddressName>().Select(name => $" ({name})"));
        return $"\"{filter.Selector}\"{names}{(filter.Mirrored ? " (mirrored)" : "")} of \"{rule.Filters.Name}\"";
    }
}
