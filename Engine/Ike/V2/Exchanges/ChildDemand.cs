using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Tells which orders for a new pair are needless: every shard and every destination asks for itself, the pair is often the same.</summary>
internal static class ChildDemand
{
    /// <summary>True for an order that another one will do, which waits or is on its way, or whose child the peer has refused just now.</summary>
    internal static bool IsNeedless(EstablishedStep step, IkeOrder.NewChild wanted)
    {
        Established state = step.State;
        bool isPaused = wanted.Trigger is not null
            && state.RefusedChildren.TryGetValue(wanted.Options.Name, out RefusedChild? refused) && step.Means.Now < refused.Until;
        return isPaused
            || state.Pending.Values.Any(exchange => exchange is PendingChild { Replaced: null } pending
                && pending.Offer.Options.Name == wanted.Options.Name && Covers(pending.Offer.Selectors, wanted.Trigger))
            || state.Waiting.Concat(state.Postponed).Any(queued => queued.Order is IkeOrder.NewChild other
                && other.Options.Name == wanted.Options.Name && Covers(WillOffer(other, state.Path), wanted.Trigger));
    }

    /// <summary>True when a pair is there by now that carries the packet which an order is for; one without a packet wants another pair.</summary>
    internal static bool IsCarried(Established state, IkeOrder.NewChild wanted) =>
        wanted.Trigger is not null && state.Children.Exists(child => child.Phase == ChildPhase.Live
            && child.Options.Name == wanted.Options.Name && Covers(child.Selectors, wanted.Trigger));

    private static ChildSelectors WillOffer(IkeOrder.NewChild order, IkePath path) =>
        SelectorChoice.Offer(HostSelectors.Or(order.Options.Selectors, path), order.Trigger);

    private static bool Covers(ChildSelectors selectors, ChildSelectors? trigger) =>
        trigger is null || (Covers(selectors.Local, trigger.Local) && Covers(selectors.Remote, trigger.Remote));

    private static bool Covers(ValueList<TsSelector> outer, ValueList<TsSelector> inner) =>
        inner.All(wanted => outer.Any(selector => SelectorOverlap.Contains(selector, wanted)));
}
