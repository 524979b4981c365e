using System.Globalization;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>Asks a configuration what would become of a packet: the same look-up that the packet path does.</summary>
internal static class PolicyReading
{
    /// <summary>Explains a packet that a local host sends.</summary>
    public static PacketExplanation Explain(GatewayOptions options, in FlowKey flow)
    {
        Verdict verdict = new PolicyDatabase(options.Policy).Current.Classify(flow);
        if (verdict.RuleIndex == Verdict.NoRule)
        {
            return new PacketExplanation
            {
                Packet = flow.ToString(),
                Verdict = "block",
                Says =
                [
                    string.Create(
                        CultureInfo.InvariantCulture, $"none of the {options.Policy.Rules.Count} rules of policy \"{options.Policy.Name}\" matches"),
                    "blocked: what no rule matches is dropped, and counted as BlockedByPolicy",
                ],
            };
        }

        PolicyRule rule = options.Policy.Rules[verdict.RuleIndex];
        string filter = FilterOf(rule, flow);
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
            Filter = filter,
            ProtectedBy = verdict.SaName,
            Says =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"rule {verdict.RuleIndex + 1} of {options.Policy.Rules.Count}, \"{rule.Name}\", decides: "
                    + $"it is the first that matches, by filter {filter}"),
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

    private static string FilterOf(PolicyRule rule, in FlowKey flow)
    {
        foreach (Filter filter in rule.Filters.Filters)
        {
            if (filter.Matches(flow))
            {
                return $"\"{filter.Selector}\"{(filter.Mirrored ? " (mirrored)" : "")} of \"{rule.Filters.Name}\"";
            }
        }

        return $"of \"{rule.Filters.Name}\"";
    }
}
