using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Ike.V2.Exchanges;

namespace Pipeline.Engine.Ike.V2;

/// <summary>The timers of an established IKE SA: what starts them, and what they do.</summary>
internal static class Timers
{
    // The hard lifetime is so much later than the soft one: time enough to try again what was refused.
    private const double Overtime = 0.1;

    private static readonly TimeSpan LeastOvertime = TimeSpan.FromSeconds(10);

    // Longer than packets are on their way, or wait in the peer's queues.
    private static readonly TimeSpan BeforeMakingWay = TimeSpan.FromSeconds(1);

    private static readonly IkeTimerKind[] WhileLive =
        [IkeTimerKind.RekeyIke, IkeTimerKind.Reauthenticate, IkeTimerKind.Lifetime, IkeTimerKind.Liveness, IkeTimerKind.Retry];

    /// <summary>Starts those of a new IKE SA; of a redundant one only the one that ends it.</summary>
    internal static void Start(EstablishedStep step)
    {
        ConnectionOptions connection = step.State.Connection;
        if (step.State.IsReplaced)
        {
            Start(step, IkeTimerKind.Straggler, connection.StragglerTimeout, isJittered: false);
            return;
        }

        Start(step, IkeTimerKind.RekeyIke, connection.RekeyAfter, isJittered: true);
        Start(step, IkeTimerKind.Liveness, connection.LivenessInterval, isJittered: false);
        if (connection.ReauthenticateAfter > TimeSpan.Zero)
        {
            Start(step, IkeTimerKind.Reauthenticate, LeftSinceProof(step, connection.ReauthenticateAfter), isJittered: true);
        }

        StartLifetime(step);

        // Children that came from the IKE SA before this one still wait for the peer.
        foreach (ChildSa child in step.State.Children.Where(child => child.Phase is ChildPhase.ReplacedByPeer or ChildPhase.Redundant))
        {
            StartStraggler(step, child.InboundSpi);
        }

        if (!step.State.Postponed.IsEmpty)
        {
            Start(step, IkeTimerKind.Retry, connection.RetryDelay, isJittered: true);
        }
    }

    /// <summary>Stops those that only a live IKE SA has.</summary>
    internal static void Cancel(EstablishedStep step)
    {
        foreach (IkeTimerKind kind in WhileLive)
        {
            step.Add(new Effect.CancelTimer(new IkeTimer(kind)));
        }
    }

    /// <summary>Ends the IKE SA a moment from now, and nothing else happens to it until then.</summary>
    internal static void MakeWay(EstablishedStep step)
    {
        Cancel(step);
        Start(step, IkeTimerKind.Straggler, BeforeMakingWay, isJittered: false);
    }

    /// <summary>Waits for the peer to delete a pair that it has replaced.</summary>
    internal static void StartStraggler(EstablishedStep step, uint inboundSpi) => step.Add(new Effect.StartTimer(
        new IkeTimer(IkeTimerKind.Straggler, inboundSpi), step.State.Connection.StragglerTimeout));

    /// <summary>How long to wait before an order is tried again: up to twice the configured time.</summary>
    internal static TimeSpan RetryDelay(EstablishedStep step) =>
        step.State.Connection.RetryDelay * (1 + RetransmissionSchedule.Chance(step.Means.Random));

    /// <summary>Does what a timer is for.</summary>
    internal static void Handle(EstablishedStep step, IkeTimer timer)
    {
        switch (timer.Kind)
        {
            case IkeTimerKind.RekeyIke:
                RekeyIke(step);
                break;
            case IkeTimerKind.Lifetime when !step.State.IsReplaced && !step.State.IsEnding:
                Expire(step);
                break;
            case IkeTimerKind.Reauthenticate:
                step.BeginReplacement();

                // This one has not ended by then when the other came to nothing.
                Start(step, IkeTimerKind.Reauthenticate, step.State.Connection.StragglerTimeout, isJittered: false);
                break;
            case IkeTimerKind.Liveness when !step.State.IsReplaced:
                CheckLiveness(step);
                break;
            case IkeTimerKind.Retry:
                step.Update(step.State with { Waiting = step.State.Waiting.AddRange(step.State.Postponed), Postponed = [] });
                break;
            case IkeTimerKind.Straggler when timer.Number == 0 && !step.State.IsEnding:
                step.Enqueue(new IkeOrder.Terminate());
                break;
            case IkeTimerKind.Straggler when step.State.FindByInbound(timer.Number) is { Phase: ChildPhase.ReplacedByPeer or ChildPhase.Redundant }:
                step.Delete(timer.Number);
                break;
        }
    }

    /// <summary>Orders a rekey, and once more in a while: this IKE SA is still there by then when the peer refused it.</summary>
    private static void RekeyIke(EstablishedStep step)
    {
        Established state = step.State;
        if (state.IkeRekey is null && !state.Waiting.Concat(state.Postponed).Any(queued => queued.Order is IkeOrder.RekeyIke))
        {
            step.Enqueue(new IkeOrder.RekeyIke());
        }

        Start(step, IkeTimerKind.RekeyIke, RetryDelay(step), isJittered: false);
    }

    /// <summary>The hard lifetime: of the keys since they were made, of the peer's proof since it was given; whichever is over first.</summary>
    private static void StartLifetime(EstablishedStep step)
    {
        ConnectionOptions connection = step.State.Connection;
        TimeSpan ofKeys = connection.RekeyAfter > TimeSpan.Zero ? HardLimit(connection.RekeyAfter) : TimeSpan.MaxValue;
        TimeSpan ofProof = connection.ReauthenticateAfter > TimeSpan.Zero
            ? LeftSinceProof(step, HardLimit(connection.ReauthenticateAfter))
            : TimeSpan.MaxValue;
        TimeSpan limit = ofKeys < ofProof ? ofKeys : ofProof;
        if (limit < TimeSpan.MaxValue)
        {
            Start(step, IkeTimerKind.Lifetime, limit, isJittered: false);
        }
    }

    private static TimeSpan HardLimit(TimeSpan soft) => soft + (soft * Overtime > LeastOvertime ? soft * Overtime : LeastOvertime);

    /// <summary>What is left of a time since the peer proved who it is: less for what came out of a rekey. A second at least.</summary>
    private static TimeSpan LeftSinceProof(EstablishedStep step, TimeSpan limit)
    {
        DateTimeOffset since = step.State.AuthenticatedAt == default ? step.Means.Now : step.State.AuthenticatedAt;
        TimeSpan left = since + limit - step.Means.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1);
    }

    /// <summary>Tells the operator and the peer that this IKE SA ends; nothing else is begun on it.</summary>
    private static void Expire(EstablishedStep step)
    {
        Cancel(step);
        step.Report(step.State.Fail(
            IkeStep.RekeyIke,
            FailureCause.Expired,
            "the IKE SA was neither rekeyed nor authenticated anew within its lifetime, and ends"));
        step.Update(step.State with { Waiting = [new QueuedOrder(new IkeOrder.Terminate())], Postponed = [] });
    }

    /// <summary>Traffic is a sign of life as good as any; without it the peer is asked (RFC 7296 §2.4).</summary>
    private static void CheckLiveness(EstablishedStep step)
    {
        if (!step.State.WasHeard)
        {
            step.Enqueue(new IkeOrder.CheckPeer());
        }

        step.Update(step.State with { WasHeard = false });
        Start(step, IkeTimerKind.Liveness, step.State.Connection.LivenessInterval, isJittered: false);
    }

    private static void Start(EstablishedStep step, IkeTimerKind kind, TimeSpan delay, bool isJittered)
    {
        if (delay > TimeSpan.Zero)
        {
            double part = isJittered ? 1 - (step.State.Connection.RekeyJitter * RetransmissionSchedule.Chance(step.Means.Random)) : 1;
            step.Add(new Effect.StartTimer(new IkeTimer(kind), delay * part));
        }
    }
}
