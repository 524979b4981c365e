using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Ike.Strangers;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>Owns the IKE SAs of one connection with one peer, its Child SAs and its timers: usually one IKE SA, two while it is replaced.</summary>
/// <remarks>
/// Decides nothing: every input goes to an <see cref="IIkeSa"/>, and the effects that come back are carried out one after the other. Between
/// two of them it may wait, for an SA that is installed before the peer is told of it; no other message is handled meanwhile. Never restarted: whatever
/// stops it, its SAs leave the shards and all keys are erased. There may be 100,000 of them: one method for all messages costs less than a
/// delegate for each kind, and a task is made only for effects that may wait.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "An actor is disposed of by PostStop.")]
internal sealed class IkeSaActor : UntypedActor
{
    private static readonly TimeSpan CounterLimit = TimeSpan.FromSeconds(1);

    /// <summary>How long the inbound half of a pair outlives the pair: longer than packets are on their way or in a queue.</summary>
    private static readonly TimeSpan InboundGrace = TimeSpan.FromSeconds(5);

    private readonly IkeSurroundings _around;
    private readonly ChildSas _children;
    private readonly List<OwnedIkeSa> _sas = [];
    private readonly PendingCount _pending;
    private readonly NatKeepAlive _keepAlive;
    private ConnectionSettings? _connection;
    private IkeIdentity? _peer;
    private IReadOnlyList<ConnectionSettings> _candidates = [];

    /// <param name="around">The gateway around it.</param>
    /// <param name="pending">Messages that wait for it: counted up by the router, down here.</param>
    public IkeSaActor(IkeSurroundings around, PendingCount pending)
    {
        (_around, _pending) = (around, pending);
        _keepAlive = new NatKeepAlive(around.Time, around.Transport);
        _children = new ChildSas(around.Installer, around.ShardCount, around.Time);
    }

    private bool IsEstablished => _sas.Exists(owned => owned.Sa.Established is not null);

    private DateTimeOffset Now => _around.Time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _keepAlive.Dispose();
        _children.RetireAll();
        _sas.ForEach(owned => owned.Dispose());
        base.PostStop();
    }

    // ---- what comes in

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IkeForYou arrived:
                Take(arrived);
                break;
            case AnswerIkeSa order:
                Answer(order);
                break;
            case BeginIkeSa order:
                (_connection, _candidates) = (order.Connection, [order.Connection]);
                RunTask(() => InitiateAsync(order.Connection.Options, order.Path, replaces: null));
                break;
            case IkeTimerFired fired:
                RunTask(() => FireAsync(fired));
                break;
            case GiveIkeOrder order:
                RunTask(() => OrderAsync(order));
                break;
            case EndIkeSa:
                RunTask(EndAsync);
                break;
            case ChildLimit limit:
                RunTask(() => LimitAsync(limit));
                break;
            case QueryIkeSa:
                Sender.Tell((IReadOnlyList<IkeSaStatus>)[.. _sas.Select(owned => owned.Status(_connection?.Name ?? "", _children.Status))]);
                break;
            case SendKeepAlives:
                _keepAlive.Send(_sas);
                break;
            case RetireLingering late:
                _children.RetireLingering(late.Inbound);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Answer(AnswerIkeSa order)
    {
        _candidates = order.Connections;
        IReadOnlyList<ConnectionOptions> options = [.. order.Connections.Select(connection => connection.Options)];
        OwnedIkeSa owned = Own(IkeSas.Responder(options, order.First.Path, _around.Random, _around.Spis));
        IReadOnlyList<Effect> effects = owned.Sa.Receive(order.First.Datagram, order.First.Path, Now);
        if (effects.Count == 0)
        {
            // No request after all, and anybody can send one like it: nothing is kept.
            Forget(owned);
        }
        else
        {
            CarryOut(owned, effects);
        }
    }

    private void Take(IkeForYou message)
    {
        _pending.Down();
        OwnedIkeSa? owned = message.LocalSpi == 0
            ? _sas.FirstOrDefault()
            : _sas.Find(candidate => candidate.Sa.LocalSpi == message.LocalSpi);
        if (owned is not null)
        {
            CarryOut(owned, owned.Sa.Receive(message.What.Datagram, message.What.Path, Now));
        }
    }

    private async Task FireAsync(IkeTimerFired fired)
    {
        OwnedIkeSa owned = fired.Owner;
        if (!_sas.Contains(owned) || !owned.TryFinish(fired))
        {
            return;
        }

        if (owned.Sa.IsClosed)
        {
            Forget(owned);
            return;
        }

        if (fired.Timer.Kind == IkeTimerKind.Liveness && await _children.FindHeardAsync(CounterLimit) is { } heard)
        {
            // Protected packets are a sign of life as good as any (RFC 7296 §2.4).
            await CarryOutAsync(owned, owned.Sa.ChildReceived(heard, Now));
        }

        await CarryOutAsync(owned, owned.Sa.Fire(fired.Timer, Now));
    }

    private async Task OrderAsync(GiveIkeOrder order)
    {
        foreach (OwnedIkeSa owned in (OwnedIkeSa[])[.. _sas.Where(owned => !owned.Sa.IsClosed)])
        {
            foreach (IkeOrder what in _children.OrdersOf(order))
            {
                await CarryOutAsync(owned, owned.Sa.Order(what, Now));
            }
        }
    }

    private Task EndAsync()
    {
        _children.RetireAll();
        return OrderAsync(new GiveIkeOrder(new IkeOrder.Terminate()));
    }

    private async Task LimitAsync(ChildLimit limit)
    {
        if (_children.OutboundSpiOf(limit.InboundSpi) is null)
        {
            return;
        }

        IkeOrder order = limit.IsHard ? new IkeOrder.DeleteChild(limit.InboundSpi) : new IkeOrder.RekeyChild(limit.InboundSpi);
        foreach (OwnedIkeSa owned in (OwnedIkeSa[])[.. _sas.Where(owned => owned.Sa.Established is { } state && (limit.IsHard || !state.IsReplaced))])
        {
            await CarryOutAsync(owned, owned.Sa.Order(order, Now));
        }
    }

    // ---- what goes out

    /// <summary>Most inputs have effects that wait for nothing: those are carried out here and now.</summary>
    private void CarryOut(OwnedIkeSa owned, IReadOnlyList<Effect> effects)
    {
        if (owned.Replaces is not null || effects.Any(MayWait))
        {
            RunTask(() => CarryOutAsync(owned, effects));
        }
        else
        {
            CarryOutAsync(owned, effects).GetAwaiter().GetResult();
        }
    }

    private static bool MayWait(Effect effect) =>
        effect is Effect.InstallChild or Effect.UseOutbound or Effect.AddIkeSa or Effect.BeginReplacement;

    private async Task CarryOutAsync(OwnedIkeSa owned, IReadOnlyList<Effect> effects)
    {
        owned.TellSpi(Context.Parent);
        foreach (Effect effect in effects)
        {
            await CarryOutAsync(owned, effect);
        }

        await TakeOverAsync(owned);
    }

    /// <summary>Ends the IKE SA that another authenticates anew, once the other's children are there and may carry what this one's do.</summary>
    private async Task TakeOverAsync(OwnedIkeSa owned)
    {
        if (owned is { Replaces: { } old, Sa.Established: { HasChildrenToCome: false } })
        {
            owned.Replaces = null;
            if (_sas.Contains(old))
            {
                await CarryOutAsync(old, old.Sa.Order(new IkeOrder.MakeWay(), Now));
            }
        }
    }

    private async Task CarryOutAsync(OwnedIkeSa owned, Effect effect)
    {
        switch (effect)
        {
            case Effect.Transmit transmit:
                _around.Transport.SendAll(transmit.Path, transmit.Datagrams);
                break;
            case Effect.StartTimer start:
                StartTimer(owned, start.Timer, start.Delay);
                break;
            case Effect.CancelTimer cancel:
                owned.Cancel(cancel.Timer);
                break;
            case Effect.InstallChild install:
                await InstallAsync(owned, install.Pair);
                break;
            case Effect.UseOutbound use:
                await InstallAsync(owned, use.InboundSpi, () => _children.UseOutboundAsync(use.InboundSpi));
                break;
            case Effect.RetireChild retire:
                Retire(retire.InboundSpi);
                break;
            case Effect.PeerMoved moved:
                _children.Move(moved.Path);
                break;
            case Effect.ReleaseSpi release:
                _around.SpiAllocator.Release(release.InboundSpi);
                break;
            case Effect.AddIkeSa add:
                await AddAsync(add);
                break;
            case Effect.ForgetOthers forget:
                Context.Parent.Tell(new ForgetOthers(owned.Sa.Established?.Connection ?? "", forget.Peer));
                break;
            case Effect.LeaveChildren when _sas.TrueForAll(other => other == owned || other.Sa.IsClosed):
                Context.Parent.Tell(new IkeProgress(_connection?.Name ?? "", IsEstablished: false, Peer: null, Failure: null) { IsEnded = true });
                break;
            case Effect.BeginReplacement replacement when !_sas.Exists(other => other.Replaces == owned && !other.Sa.IsClosed):
                await InitiateAsync(replacement.Connection, owned.Sa.Path, owned);
                break;
            case Effect.Report report:
                Report(owned, report.What);
                break;
            case Effect.Close close:
                End(owned, close.Failure);
                break;
        }
    }

    private async Task AddAsync(Effect.AddIkeSa add)
    {
        OwnedIkeSa owned = Own(IkeSas.Beside(add, _around.Random, _around.Spis));
        await CarryOutAsync(owned, owned.Sa.Begin(Now));
    }

    private async Task InitiateAsync(ConnectionOptions connection, IkePath path, OwnedIkeSa? replaces)
    {
        OwnedIkeSa owned = Own(IkeSas.Initiator(connection, path, _around.Random, _around.Spis), replaces);
        await CarryOutAsync(owned, owned.Sa.Begin(Now));
    }

    private OwnedIkeSa Own(IIkeSa sa, OwnedIkeSa? replaces = null)
    {
        var owned = new OwnedIkeSa(sa, _around.Time) { Replaces = replaces };
        _sas.Add(owned);
        return owned;
    }

    private void StartTimer(OwnedIkeSa owned, IkeTimer timer, TimeSpan delay)
    {
        IActorRef self = Self;
        owned.Start(timer, delay, fired => self.Tell(fired));
    }

    private Task InstallAsync(OwnedIkeSa owned, ChildPair pair) => InstallAsync(owned, pair.Inbound.Spi, async () =>
    {
        string name = ConnectionSettings.SaNameOf(owned.Sa.Established?.Connection ?? _connection?.Name ?? "", pair.Name);
        double jitter = _connection?.RekeyJitter ?? 0;
        await _children.InstallAsync(pair with
        {
            Inbound = LifetimeJitter.Apply(pair.Inbound, jitter, _around.Random) with { Name = name },
            Outbound = LifetimeJitter.Apply(pair.Outbound, jitter, _around.Random) with { Name = name },
        });
        Context.Parent.Tell(ChildChanged.Of(pair, isThere: true));
    });

    private async Task InstallAsync(OwnedIkeSa owned, uint inboundSpi, Func<Task> install)
    {
        try
        {
            await install();
        }
        catch (InvalidOperationException)
        {
            // The peer chose an SPI that another SA to the same address has. It must choose another.
            Retire(inboundSpi);
            await CarryOutAsync(owned, owned.Sa.Order(new IkeOrder.DeleteChild(inboundSpi), Now));
        }
    }

    private void Retire(uint inboundSpi)
    {
        if (_children.Retire(inboundSpi, inbound => _around.Time.TellLater(Self, new RetireLingering(inbound), InboundGrace)) is { } pair)
        {
            Context.Parent.Tell(ChildChanged.Of(pair, isThere: false));
        }
    }

    private void Report(OwnedIkeSa owned, NegotiationEvent what)
    {
        Context.System.EventStream.Publish(new IkeReported(Now, what));
        switch (what)
        {
            case NegotiationEvent.IkeEstablished established:
                NoteEstablished(owned, established.Connection, established.Peer);
                break;
            case NegotiationEvent.Failed failed:
                Context.Parent.Tell(new IkeProgress(failed.Failure.Connection, IsEstablished, Peer: null, failed.Failure));
                break;
        }
    }

    private void NoteEstablished(OwnedIkeSa owned, string connection, IkeIdentity peer)
    {
        _connection = _candidates.FirstOrDefault(candidate => candidate.Options.Name == connection) ?? _connection;
        _peer = peer;
        Context.Parent.Tell(new IkeProgress(connection, IsEstablished: true, peer, Failure: null));
        IActorRef self = Self;
        _keepAlive.Start(owned.Sa, _connection?.NatKeepAliveInterval ?? TimeSpan.Zero, () => self.Tell(SendKeepAlives.Instance));
    }

    /// <summary>It still repeats its last answers for a while, because the last one may be lost (RFC 7296 §2.1).</summary>
    private void End(OwnedIkeSa owned, IkeFailure? failure)
    {
        owned.CancelAll();
        if (failure is not null)
        {
            Context.System.EventStream.Publish(new IkeReported(Now, new NegotiationEvent.Failed(failure)));
        }

        bool isLast = _sas.TrueForAll(other => other == owned || other.Sa.IsClosed);
        if (isLast)
        {
            _children.RetireAll();
            if (failure is null && _peer is { } peer)
            {
                Context.System.EventStream.Publish(new IkeReported(Now, new NegotiationEvent.IkeEnded(_connection?.Name ?? "", peer)));
            }

            string connection = failure?.Connection is { Length: > 0 } name ? name : _connection?.Options.Name ?? "";
            Context.Parent.Tell(new IkeProgress(connection, IsEstablished: false, Peer: null, failure) { IsEnded = true });
        }

        StartTimer(owned, new IkeTimer(IkeTimerKind.Straggler), _around.Limits.RememberEnded);
    }

    private void Forget(OwnedIkeSa owned)
    {
        _sas.Remove(owned);
        owned.Dispose();
        owned.TellSpiIsFree(Context.Parent);
        if (_sas.Count == 0)
        {
            Context.Stop(Self);
        }
    }

    private sealed record RetireLingering(IActorRef Inbound);

    private sealed record SendKeepAlives
    {
        public static SendKeepAlives Instance { get; } = new();
    }
}
