using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.QuickMode;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1;

/// <summary>One step of an established ISAKMP SA while it is made: the state so far, and the effects so far.</summary>
internal sealed class EstablishedStep(Established state, IkeMeans means)
{
    private readonly List<Effect> _effects = [];
    private bool _isClosed;

    /// <summary>The state so far.</summary>
    internal Established State { get; private set; } = state;

    /// <summary>Randomness, SPIs, time.</summary>
    internal IkeMeans Means { get; } = means;

    /// <summary>Phase 1 is done: its timers start, and who began it begins the children.</summary>
    internal static Transition Establish(
        Phase1Sa sa, ConnectionOptions connection, IkeIdentity peer, IkePath path, bool isInitialContact, IkeMeans means, params IEnumerable<Effect> before)
    {
        var step = new EstablishedStep(new Established { Sa = sa, Connection = connection, Peer = peer, Path = path }, means);
        step._effects.AddRange(before);
        Timers.Start(step);
        step.Add(new Effect.Report(new NegotiationEvent.IkeEstablished(connection.Name, peer, sa.Suite.ToString())));
        if (isInitialContact)
        {
            step.Add(new Effect.ForgetOthers(peer));
        }

        if (sa.IsInitiator)
        {
            foreach (ChildOptions child in connection.Children.Where(child => child.StartsWithIkeSa))
            {
                Orders.Handle(step, new IkeOrder.NewChild(child));
            }
        }

        return step.End();
    }

    /// <summary>Ends the step.</summary>
    internal Transition End() => new(_isClosed ? Closed.State : State, _effects);

    /// <summary>Adds an effect.</summary>
    internal void Add(Effect effect) => _effects.Add(effect);

    /// <summary>Replaces the state.</summary>
    internal void Update(Established state) => State = state;

    /// <summary>The message is authentic: the peer is alive.</summary>
    /// <param name="isFresh">It cannot have been recorded before.</param>
    internal void Accept(bool isFresh = false)
    {
        Add(new Effect.AcceptIsakmp(isFresh));
        Hear();
    }

    /// <summary>Something authentic came.</summary>
    internal void Hear() => Update(State with { WasHeard = true, UnansweredProbes = 0 });

    /// <summary>Sends a message of an exchange under way.</summary>
    internal void Send(IsakmpMessage message, bool isAnswered) => Add(new Effect.SendIsakmp(message, isAnswered));

    /// <summary>Sends an informational message.</summary>
    internal void Notify(IsakmpPayload payload)
    {
        IsakmpMessage message = IsakmpNotices.Message(State.Sa, Means, payload);
        Send(message, isAnswered: false);
        Add(new Effect.EndIsakmpExchange(message.MessageId));
    }

    /// <summary>Tells the operator of a failure.</summary>
    internal void Report(IkeFailure failure) => Add(new Effect.Report(new NegotiationEvent.Failed(
        failure with { Connection = State.Connection.Name, Peer = State.Peer.ToString() })));

    /// <summary>Takes a pair out of service.</summary>
    /// <param name="child">The pair.</param>
    /// <param name="tells">True to tell the peer.</param>
    internal void Retire(ChildSa child, bool tells)
    {
        if (tells)
        {
            Notify(IsakmpNotices.DeletionOf(child));
        }

        Add(new Effect.RetireChild(child.InboundSpi, child.OutboundSpi));
        Update(State with { Children = State.Children.Remove(child) });
    }

    /// <summary>The ISAKMP SA is over. Its pairs outlive it (RFC 2408 §4.3): the peer may have another one by now that goes on with them.</summary>
    internal void Outlive()
    {
        Abandon();
        Update(State with { IsReplaced = true });
        Add(new Effect.LeaveChildren());
        CloseIfOrphaned();
    }

    /// <summary>The last pair of an ISAKMP SA that is no more: nothing is left.</summary>
    internal void CloseIfOrphaned()
    {
        if (State is { IsReplaced: true, Children.IsEmpty: true })
        {
            Close(failure: null, tells: false);
        }
    }

    /// <summary>No quick mode comes to its end any more.</summary>
    private void Abandon()
    {
        foreach (PendingQuickMode pending in State.QuickModes.Values)
        {
            pending.EraseSecrets();
            if (pending is InitiatedQuickMode initiated)
            {
                Add(new Effect.ReleaseSpi(initiated.InboundSpi));
            }
            else if (pending is AnsweredQuickMode { Child: var child } && State.Children.Contains(child))
            {
                Retire(child, tells: false);
            }
        }

        Update(State with { QuickModes = State.QuickModes.Clear() });
    }

    /// <summary>Ends it with all its pairs.</summary>
    /// <param name="failure">Why; null when it was meant to end.</param>
    /// <param name="tells">True to tell the peer.</param>
    internal void Close(IkeFailure? failure, bool tells)
    {
        Abandon();
        foreach (ChildSa child in State.Children)
        {
            Retire(child, tells && !State.IsReplaced);
        }

        if (tells && !State.IsReplaced)
        {
            Send(IsakmpNotices.Deletion(State.Sa, Means), isAnswered: false);
        }

        Add(new Effect.Close(failure is null ? null : failure with { Connection = State.Connection.Name, Peer = State.Peer.ToString() }));
        _isClosed = true;
    }

    /// <summary>A wait with its part that is left to chance, so that many do not do the same in step.</summary>
    internal TimeSpan Jittered(TimeSpan wait) => wait * (1 - (State.Connection.RekeyJitter * RetransmissionSchedule.Chance(Means.Random)));
}
