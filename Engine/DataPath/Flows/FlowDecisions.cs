using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath.Flows;

/// <summary>Decides about flows: from memory where the flow is known, else by asking policy and the SAs of the shard.</summary>
/// <remarks>One policy holds for a whole batch: <see cref="Refresh"/> takes the current one up.</remarks>
/// <param name="policy">The policy, shared by all shards.</param>
/// <param name="sas">The shard's SAs.</param>
/// <param name="cache">The memory.</param>
internal sealed class FlowDecisions(PolicyDatabase policy, SaDatabase sas, FlowCache cache)
{
    private PolicyIndex _index = policy.Current;
    private int _saGeneration = sas.OutboundGeneration;

    /// <summary>To be called once a batch: forgets every decision when policy or the outbound SAs have changed.</summary>
    public void Refresh()
    {
        PolicyIndex index = policy.Current;
        if (_index != index || _saGeneration != sas.OutboundGeneration)
        {
            (_index, _saGeneration) = (index, sas.OutboundGeneration);
            cache.Clear();
        }
    }

    /// <summary>Decides about a flow, and remembers it.</summary>
    public FlowDecision Decide(in FlowKey flow)
    {
        uint hash = FlowHash.InMemory(flow);
        int place = cache.PlaceOf(flow, hash);
        if (place >= 0)
        {
            return cache.DecisionAt(place);
        }

        Verdict verdict = _index.Classify(flow);
        OutboundBundle? bundle = null;
        if (verdict.Kind == VerdictKind.Protect)
        {
            if (sas.TryFindOutbound(verdict.SaName!, flow, out bundle) && _index.UnsecuredOf(verdict.RuleIndex) != UnsecuredTraffic.Refuse)
            {
                policy.SoftSas.MarkSecured(verdict.SaName!, bundle.First.Parameters.Selectors);
            }
        }

        var decision = new FlowDecision(verdict.Kind, verdict.RuleIndex, bundle);
        cache.Add(flow, hash, decision);
        return decision;
    }

    /// <summary>The name of what protects, of a decision to protect that was made in this batch.</summary>
    public string SaNameOf(in FlowDecision decision) => _index.SaNameOf(decision.RuleIndex);

    /// <summary>What the rule does with unprotected traffic, of a decision that was made in this batch.</summary>
    public UnsecuredTraffic UnsecuredOf(in FlowDecision decision) => _index.UnsecuredOf(decision.RuleIndex);

    /// <summary>Forgets every decision.</summary>
    public void Forget() => cache.Clear();
}
