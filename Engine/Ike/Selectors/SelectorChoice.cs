using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>Agreeing on the traffic of a Child SA (RFC 7296 §2.9).</summary>
public static class SelectorChoice
{
    /// <summary>What an initiator offers: the packet that is waiting, if one is, and then all that the SA may carry.</summary>
    /// <param name="allowed">Our policy.</param>
    /// <param name="trigger">The packet that is waiting, by <see cref="ChildSelectors.Of(in Wire.Ip.FlowKey)"/>; null for none.</param>
    public static ChildSelectors Offer(ChildSelectors allowed, ChildSelectors? trigger)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return trigger is null
            ? allowed
            : new ChildSelectors([.. trigger.Local.Concat(allowed.Local).Distinct()], [.. trigger.Remote.Concat(allowed.Remote).Distinct()]);
    }

    /// <summary>Narrows an offer to our policy, as responder.</summary>
    /// <remarks>
    /// Everything that both have, in the peer's order, so that what its waiting packet needs stays first; at most
    /// 64 selectors a side. Selectors of unknown types are skipped.
    /// </remarks>
    /// <param name="offered">What the peer offers.</param>
    /// <param name="allowed">Our policy.</param>
    /// <param name="miss">Why, when null is returned: the answer is TS_UNACCEPTABLE.</param>
    /// <returns>What both have; inside both.</returns>
    public static ChildSelectors? TryNarrow(ChildSelectors offered, ChildSelectors allowed, out SelectorMiss? miss)
    {
        ArgumentNullException.ThrowIfNull(offered);
        ArgumentNullException.ThrowIfNull(allowed);
        var common = new ChildSelectors(
            SelectorOverlap.Of(offered.Local, allowed.Local), SelectorOverlap.Of(offered.Remote, allowed.Remote));
        ChildSelectors narrowed = SelectorPairs.WithoutLonely(common);
        miss = narrowed.IsEmpty
            ? new SelectorMiss(offered, allowed, LocalFails: common.Local.Count == 0, RemoteFails: common.Remote.Count == 0)
            : null;
        return narrowed.IsEmpty ? null : narrowed;
    }

    /// <summary>Checks as initiator that the answer is inside the offer.</summary>
    /// <param name="answer">What the peer answered.</param>
    /// <param name="offered">What we offered.</param>
    /// <param name="problem">What is wrong when null is returned; otherwise empty.</param>
    /// <returns>The answer without selectors that can be in no packet.</returns>
    public static ChildSelectors? TryAccept(ChildSelectors answer, ChildSelectors offered, out string problem)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(offered);
        TsSelector? wider = FindWider(answer.Local, offered.Local) ?? FindWider(answer.Remote, offered.Remote);
        ChildSelectors accepted = SelectorPairs.WithoutLonely(answer);
        problem = wider is not null
            ? $"the peer answered with traffic that was not offered: {SelectorText.Of(wider)}"
            : accepted.IsEmpty ? "the peer answered with selectors that can be in no packet" : string.Empty;
        return problem.Length == 0 ? accepted : null;
    }

    private static TsSelector? FindWider(ValueList<TsSelector> answer, ValueList<TsSelector> offered) =>
        answer.FirstOrDefault(selector => !offered.Any(outer => SelectorOverlap.Contains(outer, selector)));
}
