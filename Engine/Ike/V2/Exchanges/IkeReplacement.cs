using System.Collections.Immutable;
using Pipeline.Crypto;
using Pipeline.Engine.Ike.Proposals;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Puts a new IKE SA in place of one, with all its children (RFC 7296 §2.8, §2.18).</summary>
internal static class IkeReplacement
{
    /// <summary>Makes the new one with its keys.</summary>
    /// <param name="old">The one that is replaced: its SK_d and pseudorandom function go into the keys.</param>
    /// <param name="suite">What was negotiated.</param>
    /// <param name="secret">g^ir.</param>
    /// <param name="context">Nonces and SPIs of the exchange.</param>
    /// <param name="isInitiator">True when we began the exchange: we are then the original initiator of the new one.</param>
    internal static IkeSaParameters Make(IkeSaParameters old, IkeSuite suite, SecretBytes secret, IkeSaContext context, bool isInitiator) =>
        old with
        {
            InitiatorSpi = context.InitiatorSpi,
            ResponderSpi = context.ResponderSpi,
            IsInitiator = isInitiator,
            Suite = suite,
            Keys = new KeyScheduleV2(suite.Prf, suite.Transform).Rekey(old.Suite.Prf, old.Keys.SkD, [secret], context),
        };

    /// <summary>Moves children and orders over; what is left is to be deleted by whoever began the exchange.</summary>
    internal static void Adopt(EstablishedStep step, IkeSaParameters sa, bool weDelete)
    {
        Established old = step.State;
        step.AddIkeSa(Successor(old, sa) with
        {
            Children = old.Children,
            Waiting = old.Waiting,
            Postponed = old.Postponed,
            RekeysByPeer = weDelete ? old.RecentRekeys(step.Means.Now) : old.RecentRekeys(step.Means.Now).Add(step.Means.Now),
        });
        step.Update(old with { IsReplaced = true, Children = [], Waiting = [], Postponed = [] });
        step.CancelTimers();
        step.Add(new Effect.Report(new NegotiationEvent.IkeRekeyed(old.Connection.Name)));
        EndLater(step, weDelete);
    }

    /// <summary>Adds one that has lost: it has no children and lives only until it is deleted.</summary>
    internal static void AddRedundant(EstablishedStep step, IkeSaParameters sa, bool weDelete)
    {
        ImmutableList<QueuedOrder> orders = weDelete ? [new QueuedOrder(new IkeOrder.Terminate())] : [];
        step.AddIkeSa(Successor(step.State, sa) with { IsReplaced = true, Waiting = orders });
    }

    private static Established Successor(Established old, IkeSaParameters sa) => old with
    {
        Sa = sa,
        Pending = ImmutableSortedDictionary<uint, PendingExchange>.Empty,
        Children = [],
        Waiting = [],
        Postponed = [],
        NextRequestId = 0,
        WasHeard = true,
        IsInitialContact = false,
    };

    private static void EndLater(EstablishedStep step, bool weDelete)
    {
        if (weDelete)
        {
            step.Enqueue(new IkeOrder.Terminate());
        }
        else
        {
            step.Add(new Effect.StartTimer(new IkeTimer(IkeTimerKind.Straggler), step.State.Connection.StragglerTimeout));
        }
    }
}
