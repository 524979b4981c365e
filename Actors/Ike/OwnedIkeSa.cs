using Akka.Actor;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>One IKE SA of an actor, with the timers that it has started.</summary>
/// <param name="sa">The IKE SA.</param>
/// <param name="time">The clock.</param>
internal sealed class OwnedIkeSa(IIkeSa sa, TimeProvider time) : IDisposable
{
    /// <summary>No timer runs longer: what is to be done later is done now, such as a rekey.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly Dictionary<IkeTimer, (ITimer Timer, int Generation)> _timers = [];
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private DateTimeOffset? _rekeyAt;
    private int _generation;

    // The SPI of ours that the router was told; 0 for none.
    private ulong _toldSpi;

    /// <summary>The IKE SA.</summary>
    public IIkeSa Sa => sa;

    /// <summary>The IKE SA to end when this one is established: it authenticates the same peer anew.</summary>
    public OwnedIkeSa? Replaces { get; set; }

    /// <summary>The router must know our SPI before the peer does.</summary>
    /// <param name="router">Is told when it has changed.</param>
    public void TellSpi(IActorRef router)
    {
        if (sa.LocalSpi == _toldSpi)
        {
            return;
        }

        if (_toldSpi != 0)
        {
            TellSpiIsFree(router);
        }

        _toldSpi = sa.LocalSpi;
        router.Tell(new IkeSpiChanged(_toldSpi, IsTaken: true));
    }

    /// <summary>Nothing that carries our SPI is for us any more.</summary>
    /// <param name="router">Is told so.</param>
    public void TellSpiIsFree(IActorRef router) => router.Tell(new IkeSpiChanged(_toldSpi, IsTaken: false));

    /// <summary>Starts a timer, anew if it runs.</summary>
    /// <param name="timer">Which.</param>
    /// <param name="delay">How long.</param>
    /// <param name="fired">Called on another thread when it is over.</param>
    public void Start(IkeTimer timer, TimeSpan delay, Action<IkeTimerFired> fired)
    {
        Cancel(timer);
        var over = new IkeTimerFired(this, timer, ++_generation);
        _rekeyAt = timer.Kind == IkeTimerKind.RekeyIke ? time.GetUtcNow() + delay : _rekeyAt;
        TimeSpan bounded = delay < LongestTimer ? delay : LongestTimer;
        _timers[timer] = (time.CreateTimer(_ => fired(over), null, bounded, Timeout.InfiniteTimeSpan), over.Generation);
    }

    /// <summary>Stops a timer; it need not run.</summary>
    public void Cancel(IkeTimer timer)
    {
        if (_timers.Remove(timer, out (ITimer Timer, int Generation) running))
        {
            running.Timer.Dispose();
        }
    }

    /// <summary>Tells whether a timer that is over was not stopped or started anew meanwhile, and forgets it.</summary>
    public bool TryFinish(IkeTimerFired fired)
    {
        if (!_timers.TryGetValue(fired.Timer, out (ITimer Timer, int Generation) running) || running.Generation != fired.Generation)
        {
            return false;
        }

        Cancel(fired.Timer);
        return true;
    }

    /// <summary>Stops every timer.</summary>
    public void CancelAll()
    {
        foreach ((ITimer timer, int _) in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    /// <summary>What it is now.</summary>
    /// <param name="connection">Name of its connection while it does not know it itself; empty for none.</param>
    /// <param name="children">Child SAs of the actor: they belong to the IKE SA that is not replaced.</param>
    public IkeSaStatus Status(string connection, IEnumerable<ChildStatus> children)
    {
        IkeSaSummary? established = sa.Established;
        bool isLive = established is { IsReplaced: false };
        return new IkeSaStatus(
            established?.Connection ?? connection,
            sa.StateName,
            sa.LocalSpi,
            sa.RemoteSpi,
            sa.Path,
            established?.Peer.ToString(),
            established?.Suite,
            isLive ? [.. children] : [])
        {
            IsInitiator = established?.IsInitiator ?? false,
            UsesUdpEncapsulation = established?.UsesUdpEncapsulation ?? false,
            IsEstablished = isLive,
            IsClosed = sa.IsClosed,
            Since = _since,
            RekeyAt = isLive ? _rekeyAt : null,
        };
    }

    /// <summary>Stops every timer and erases the keys.</summary>
    public void Dispose()
    {
        CancelAll();
        sa.Dispose();
    }
}
