using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.QuickMode;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Carries out what somebody wants of an established ISAKMP SA.</summary>
internal static class Orders
{
    // Longer than packets are on their way, or wait in the peer's queues.
    private static readonly TimeSpan BeforeMakingWay = TimeSpan.FromSeconds(1);

    /// <summary>Carries out an order.</summary>
    internal static void Handle(EstablishedStep step, IkeOrder order)
    {
        switch (order)
        {
            case IkeOrder.NewChild wanted when !step.State.IsReplaced:
                BeginChild(step, wanted);
                break;
            case IkeOrder.RekeyChild rekey when !step.State.IsReplaced && step.State.FindByInbound(rekey.InboundSpi) is { } child:
                Rekey(step, child);
                break;
            case IkeOrder.DeleteChild delete when step.State.FindByInbound(delete.InboundSpi) is { } child:
                step.Retire(child, tells: !step.State.IsReplaced);
                step.CloseIfOrphaned();
                break;
            case IkeOrder.RekeyIke or IkeOrder.Reauthenticate when !step.State.IsReplaced:
                BeginReplacement(step);
                break;
            case IkeOrder.MakeWay:
                Timers.Start(step, IkeTimerKind.Straggler, BeforeMakingWay);
                break;
            case IkeOrder.CheckPeer when step.State.Sa.Abilities.DetectsDeadPeers && !step.State.IsReplaced:
                Timers.Probe(step);
                break;
            case IkeOrder.Terminate:
                step.Close(failure: null, tells: true);
                break;
            case IkeOrder.Forget:
                step.Close(failure: null, tells: false);
                break;
        }
    }

    /// <summary>One quick mode for each pair of selectors: there is one of each side in it (RFC 2409 §5.5).</summary>
    private static void BeginChild(EstablishedStep step, IkeOrder.NewChild wanted)
    {
        ChildSelectors allowed = HostSelectors.Or(wanted.Options.Selectors, step.State.Path);
        foreach (TsSelector local in allowed.Local)
        {
            foreach (TsSelector remote in allowed.Remote)
            {
                var selectors = new ChildSelectors([local], [remote]);
                if (local.Addresses.IsIpv6 == remote.Addresses.IsIpv6 && IsWanted(selectors, wanted.Trigger) && !IsThere(step.State, wanted.Options, selectors))
                {
                    QuickModeInitiator.Begin(step, wanted.Options, selectors, replaced: null);
                }
            }
        }
    }

    private static bool IsWanted(ChildSelectors selectors, ChildSelectors? trigger) =>
        trigger is null || SelectorChoice.TryNarrow(trigger, selectors, out _) is not null;

    private static bool IsThere(Established state, ChildOptions options, ChildSelectors selectors) =>
        state.Children.Exists(child => child.Options.Name == options.Name && child.Selectors == selectors)
        || state.QuickModes.Values.Any(pending => pending.Options.Name == options.Name && pending.Selectors == selectors);

    private static void Rekey(EstablishedStep step, ChildSa child)
    {
        if (!step.State.QuickModes.Values.Any(pending => pending.Replaced == child.InboundSpi))
        {
            QuickModeInitiator.Begin(step, child.Options, child.Selectors, child);
        }
    }

    /// <summary>Another main mode, which takes over the children; this one makes way when they are there.</summary>
    private static void BeginReplacement(EstablishedStep step) => step.Add(
        new Effect.BeginReplacement(step.State.Connection.ForReplacement(step.State.Children.Select(child => child.Options.Name))));
}
