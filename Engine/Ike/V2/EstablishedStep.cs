using System.Diagnostics.CodeAnalysis;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Ike.V2.Exchanges;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2;

/// <summary>One step of an established IKE SA while it is made: the state so far, and the effects so far.</summary>
/// <remarks>Lives for one call of <see cref="Established.Handle"/>; what it leaves behind is an immutable <see cref="Transition"/>.</remarks>
internal sealed class EstablishedStep
{
    private readonly List<Effect> _effects = [];
    private bool _isClosed;

    private EstablishedStep(Established state, IkeMeans means) => (State, Means) = (state, means);

    /// <summary>Writes the payloads of a request.</summary>
    internal delegate IkePayload[] PayloadsOf(PendingExchange exchange, ConnectionOptions connection);

    /// <summary>The state so far.</summary>
    internal Established State { get; private set; }

    /// <summary>Randomness, SPIs, time.</summary>
    internal IkeMeans Means { get; }

    /// <summary>Begins a step.</summary>
    internal static EstablishedStep Begin(Established state, IkeMeans means) => new(state, means);

    /// <summary>Ends the step: orders that may be carried out now are.</summary>
    internal Transition End()
    {
        if (_isClosed)
        {
            return new Transition(Closed.State, _effects);
        }

        OrderQueue.Pump(this);
        return new Transition(State, _effects);
    }

    /// <summary>Adds an effect.</summary>
    internal void Add(Effect effect) => _effects.Add(effect);

    /// <summary>Replaces the state.</summary>
    internal void Update(Established state) => State = state;

    /// <summary>Tells the operator of a failure.</summary>
    internal void Report(IkeFailure failure) => Add(new Effect.Report(new NegotiationEvent.Failed(
        failure with { Connection = State.Connection.Name, Peer = State.Peer.ToString() })));

    /// <summary>The IKE SA is there: its timers start, and the operator hears of it unless it replaces one or is redundant.</summary>
    internal void Start()
    {
        Timers.Start(this);
        if (State is { IsReplaced: false, Sa: { } sa } && State.AuthenticatedAt == default)
        {
            Update(State with { AuthenticatedAt = Means.Now });
            Add(new Effect.Report(new NegotiationEvent.IkeEstablished(State.Connection.Name, State.Peer, sa.Suite.ToString())));
        }

        if (State.IsInitialContact)
        {
            Add(new Effect.ForgetOthers(State.Peer));
        }
    }

    /// <summary>Something authentic came, over this path.</summary>
    internal void Hear(IkePath path) => Update(State with { WasHeard = true, Path = path });

    /// <summary>Authentic packets came in through a pair: then the peer has both its SAs, and we may send on ours (RFC 7296 §2.8).</summary>
    internal void HearChild(uint inboundSpi)
    {
        Update(State with { WasHeard = true });
        if (State.FindByInbound(inboundSpi) is { UsesOutbound: false, Phase: ChildPhase.Live } child)
        {
            UseOutbound(child);
        }
    }

    /// <summary>Takes an order into the queue, unless another one does the same.</summary>
    internal void Enqueue(IkeOrder order)
    {
        if (order is not IkeOrder.NewChild wanted || !ChildDemand.IsNeedless(this, wanted))
        {
            Enqueue(new QueuedOrder(order));
        }
    }

    /// <summary>Puts an order back into the queue.</summary>
    internal void Enqueue(QueuedOrder queued) => Update(State with { Waiting = State.Waiting.Add(queued) });

    /// <summary>Puts an order aside that the peer is too busy for: to be tried again, but not at once (RFC 7296 §2.25).</summary>
    internal void Postpone(QueuedOrder queued)
    {
        if (queued.Refusals >= QueuedOrder.MostRefusals)
        {
            Report(State.Fail(IkeStep.Informational, FailureCause.PeerBusy, $"the peer was busy too often; given up: {queued.Order}"));
            return;
        }

        Update(State with { Postponed = State.Postponed.Add(queued with { Refusals = queued.Refusals + 1 }) });
        Add(new Effect.StartTimer(new IkeTimer(IkeTimerKind.Retry), Timers.RetryDelay(this)));
    }

    /// <summary>Answers a request.</summary>
    internal void Respond(IkeMessage request, params ReadOnlySpan<IkePayload> payloads) => Add(new Effect.Send(State.Sa.Response(request, payloads)));

    /// <summary>Sends a request and waits for its answer.</summary>
    internal void SendRequest(ExchangeType exchange, PendingExchange pending, PayloadsOf payloads)
    {
        uint id = State.NextRequestId;
        Add(new Effect.Send(State.Sa.Request(exchange, id, payloads(pending, State.Connection))));
        Update(State with { NextRequestId = id + 1, Pending = State.Pending.Add(id, pending) });
    }

    /// <summary>Sends <c>[N(REKEY_SA),] SA, Ni, [KEi,] TSi, TSr</c>.</summary>
    internal void SendCreateChild(PendingChild pending) => SendRequest(
        ExchangeType.CreateChildSa,
        pending,
        static (exchange, _) =>
        {
            var child = (PendingChild)exchange;
            IEnumerable<IkePayload> payloads = child.Offer.Payloads(withNonce: true);
            return child.Replaced is { } replaced
                ? [Notices.About(NotifyType.RekeySa, replaced.Suite.Protocol, replaced.InboundSpi), .. payloads]
                : [.. payloads];
        });

    /// <summary>Takes the exchange that a response belongs to.</summary>
    internal bool TryTake(uint messageId, [NotNullWhen(true)] out PendingExchange? exchange)
    {
        if (!State.Pending.TryGetValue(messageId, out exchange))
        {
            return false;
        }

        Update(State with { Pending = State.Pending.Remove(messageId) });
        return true;
    }

    /// <summary>Changes an exchange that is pending.</summary>
    internal void Change(PendingExchange pending, PendingExchange changed)
    {
        foreach ((uint id, PendingExchange exchange) in State.Pending)
        {
            if (ReferenceEquals(exchange, pending))
            {
                Update(State with { Pending = State.Pending.SetItem(id, changed) });
                return;
            }
        }
    }

    /// <summary>Installs a pair, if there is one; reports the failure, if there is one.</summary>
    internal void Install(ChildOutcome? outcome)
    {
        if (outcome?.Failure is { } failure)
        {
            Report(failure);
        }

        if (outcome is { Child: { } child, Pair: { } pair })
        {
            Update(State with { Children = State.Children.Add(child) });
            Add(new Effect.InstallChild(pair));
            if (pair.ReplacesInboundSpi is null)
            {
                Add(new Effect.Report(new NegotiationEvent.ChildEstablished(child.Options.Name, child.InboundSpi, child.OutboundSpi)));
            }
        }
    }

    /// <summary>As initiator: installs what the peer has agreed to; what it did not, or not as we wanted, is cleaned up.</summary>
    internal void Finish(ChildOffer offer, ChildOutcome outcome)
    {
        Install(outcome);
        string name = offer.Options.Name;
        if (outcome.Child is not null)
        {
            Update(State with { RefusedChildren = State.RefusedChildren.Remove(name) });
            return;
        }

        Update(State with
        {
            RefusedChildren = State.RefusedChildren.SetItem(name, RefusedChild.After(State.RefusedChildren.GetValueOrDefault(name), Means.Now)),
        });
        Add(new Effect.ReleaseSpi(offer.InboundSpi));
        if (outcome.MustDelete)
        {
            OrderQueue.SendDeletion(this, offer.Options.Proposals[0].Protocol, offer.InboundSpi);
        }
    }

    /// <summary>Has a pair deleted by us.</summary>
    internal void Delete(uint inboundSpi)
    {
        if (State.FindByInbound(inboundSpi) is { Phase: not ChildPhase.Deleting } child)
        {
            Change(child with { Phase = ChildPhase.Deleting });
            Enqueue(new IkeOrder.DeleteChild(inboundSpi));
        }
    }

    /// <summary>Changes what is remembered about a pair.</summary>
    internal void Change(ChildSa changed) => Update(State with
    {
        Children = State.Children.ConvertAll(child => child.InboundSpi == changed.InboundSpi ? changed : child),
    });

    /// <summary>The peer's pair has lost against ours: the peer deletes it, or we do when that takes too long.</summary>
    internal void MarkRedundant(uint inboundSpi)
    {
        if (State.FindByInbound(inboundSpi) is { } child)
        {
            Change(child with { Phase = ChildPhase.Redundant });
            Timers.StartStraggler(this, inboundSpi);
        }
    }

    /// <summary>Removes a pair. Its successor, if it has one, carries everything from now on.</summary>
    internal void Retire(ChildSa child)
    {
        Update(State with { Children = State.Children.RemoveAll(other => other.InboundSpi == child.InboundSpi) });
        if (child.SuccessorSpi is { } successor && State.FindByInbound(successor) is { UsesOutbound: false, Phase: ChildPhase.Live } next)
        {
            UseOutbound(next);
        }

        Add(new Effect.RetireChild(child.InboundSpi, child.OutboundSpi));
    }

    /// <summary>A pair has a successor.</summary>
    internal void ReportRekey(ChildSa old, ChildSa made) => Add(new Effect.Report(
        new NegotiationEvent.ChildRekeyed(made.Options.Name, old.InboundSpi, made.InboundSpi)));

    /// <summary>Puts another IKE SA beside this one.</summary>
    internal void AddIkeSa(Established established) => Add(new Effect.AddIkeSa(established));

    /// <summary>Has another IKE SA begun in place of this one (RFC 7296 §2.8.3), with every child that is there, whoever began it.</summary>
    /// <remarks>Without INITIAL_CONTACT: the peer would forget this one at once, with all that travels in its children.</remarks>
    internal void BeginReplacement() =>
        Add(new Effect.BeginReplacement(State.Connection.ForReplacement(State.Children.Select(child => child.Options.Name))));

    /// <summary>Stops the timers of an IKE SA that was replaced.</summary>
    internal void CancelTimers() => Timers.Cancel(this);

    /// <summary>The end of the IKE SA, and of its children.</summary>
    internal void Close(IkeFailure? failure)
    {
        foreach (ChildSa child in State.Children)
        {
            Add(new Effect.RetireChild(child.InboundSpi, child.OutboundSpi));
        }

        foreach (PendingChild pending in State.Pending.Values.OfType<PendingChild>())
        {
            Add(new Effect.ReleaseSpi(pending.Offer.InboundSpi));
        }

        Add(new Effect.Close(failure));
        _isClosed = true;
    }

    private void UseOutbound(ChildSa child)
    {
        Change(child with { UsesOutbound = true });
        Add(new Effect.UseOutbound(child.InboundSpi));
    }
}
