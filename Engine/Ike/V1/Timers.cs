using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1;

/// <summary>The timers of an established ISAKMP SA.</summary>
internal static class Timers
{
    // Later than the other side, which begins first: a responder steps in only when its peer does not.
    private const double ResponderDelay = 1.05;
    private const double Overtime = 1.1;

    private static readonly TimeSpan LeastOvertime = TimeSpan.FromSeconds(10);

    /// <summary>Starts them.</summary>
    internal static void Start(EstablishedStep step)
    {
        ConnectionOptions connection = step.State.Connection;
        if (connection.RekeyAfter > TimeSpan.Zero)
        {
            TimeSpan rekey = step.State.Sa.IsInitiator ? step.Jittered(connection.RekeyAfter) : connection.RekeyAfter * ResponderDelay;
            Start(step, IkeTimerKind.RekeyIke, rekey);
            TimeSpan end = connection.RekeyAfter * Overtime;
            Start(step, IkeTimerKind.Lifetime, end > connection.RekeyAfter + LeastOvertime ? end : connection.RekeyAfter + LeastOvertime);
        }

        Start(step, IkeTimerKind.Liveness, connection.LivenessInterval);
    }

    /// <summary>Does what a timer is for.</summary>
    internal static void Handle(EstablishedStep step, IkeTimer timer)
    {
        switch (timer.Kind)
        {
            case IkeTimerKind.RekeyIke when !step.State.IsReplaced:
                Orders.Handle(step, new IkeOrder.RekeyIke());
                break;
            case IkeTimerKind.Lifetime when !step.State.IsReplaced:
                step.Send(IsakmpNotices.Deletion(step.State.Sa, step.Means), isAnswered: false);
                step.Outlive();
                break;
            case IkeTimerKind.Liveness when !step.State.IsReplaced:
                CheckLiveness(step);
                break;
            case IkeTimerKind.HalfOpen when step.State.QuickModes.GetValueOrDefault(timer.Number) is QuickMode.AnsweredQuickMode pending:
                QuickMode.QuickModeResponder.GiveUp(step, pending);
                break;
            case IkeTimerKind.Commit:
                step.Add(new Effect.UseOutbound(timer.Number));
                break;
            case IkeTimerKind.Straggler when timer.Number == 0:
                step.Close(failure: null, tells: true);
                break;
            case IkeTimerKind.Straggler when step.State.FindByInbound(timer.Number) is { } child:
                step.Retire(child, tells: !step.State.IsReplaced);
                step.CloseIfOrphaned();
                break;
        }
    }

    /// <summary>Starts one; zero is never.</summary>
    internal static void Start(EstablishedStep step, IkeTimerKind kind, TimeSpan delay, uint number = 0)
    {
        if (delay > TimeSpan.Zero)
        {
            step.Add(new Effect.StartTimer(new IkeTimer(kind, number), delay));
        }
    }

    /// <summary>Asks a silent peer whether it lives (RFC 3706 §5.3), again and again; packets that came in are as good as an answer.</summary>
    private static void CheckLiveness(EstablishedStep step)
    {
        Established state = step.State;
        ConnectionOptions connection = state.Connection;
        if (state.WasHeard || !state.Sa.Abilities.DetectsDeadPeers)
        {
            step.Update(state with { WasHeard = false });
            Start(step, IkeTimerKind.Liveness, connection.LivenessInterval);
            return;
        }

        if (connection.Retransmissions.WaitAfter(state.UnansweredProbes, step.Means.Random) is not { } wait)
        {
            step.Close(IsakmpFailures.Silent(state), tells: false);
            return;
        }

        Probe(step);
        Start(step, IkeTimerKind.Liveness, wait);
    }

    /// <summary>Sends R-U-THERE.</summary>
    internal static void Probe(EstablishedStep step)
    {
        var number = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, step.State.Probe + 1);
        step.Update(step.State with { Probe = step.State.Probe + 1, UnansweredProbes = step.State.UnansweredProbes + 1 });
        step.Notify(IsakmpNotices.About(step.State.Sa, NotifyType.AreYouThere, number));
    }
}
