using Pipeline.Crypto;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2.Initial;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2;

/// <summary>One IKE SA: opens what comes, lets its <see cref="IkeState"/> decide, and seals what goes.</summary>
/// <remarks>
/// The walk of a message: 1 find out whether it is new (<see cref="MessageWindow"/>), 2 open it, 3 <see cref="IkeState.Handle"/>,
/// 4 carry out the effects that are about messages; the others are returned, for the actor. Has no clock, no socket, no timer. Not thread
/// safe. After its end it still repeats its last answers, which needs no keys, until its owner forgets it.
/// </remarks>
public sealed class IkeSa : IIkeSa
{
    private readonly IRandomSource _random;
    private readonly ISpiSource _spis;
    private readonly RetransmissionSchedule _schedule;
    private readonly MessageWindow _window;
    private readonly Dictionary<uint, OutstandingRequest> _outstanding = [];
    private MessageProtection? _protection;
    private IkeSaParameters? _sa;

    // Where the request came from that is being answered: its answer goes there, whatever our own requests do (RFC 7296 §2.11).
    private IkePath _answerPath;

    private IkeSa(
        IkeState state, ConnectionOptions connection, int windowSize, IkePath path, IRandomSource random, ISpiSource spis)
    {
        State = state;
        (Path, _answerPath) = (path, path);
        _random = random;
        _spis = spis;
        _schedule = connection.Retransmissions;
        _window = new MessageWindow(windowSize);
    }

    /// <summary>Where it is.</summary>
    public IkeState State { get; private set; }

    /// <summary>Where our requests go. An answer goes to where its request came from.</summary>
    public IkePath Path { get; private set; }

    /// <summary>Our SPI; 0 until there is one.</summary>
    public ulong LocalSpi { get; private set; }

    /// <summary>The peer's SPI; 0 until it is known.</summary>
    public ulong RemoteSpi { get; private set; }

    /// <inheritdoc/>
    public string StateName => State.ToString();

    /// <inheritdoc/>
    public bool IsClosed => State is Closed;

    /// <inheritdoc/>
    public IkeSaSummary? Established => (State as Established)?.Summary;

    /// <summary>One that we begin, with <see cref="Begin"/>.</summary>
    public static IkeSa Initiator(ConnectionOptions connection, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(new Idle(connection, path), connection, connection.WindowSize, path, random, spis);
    }

    /// <summary>One for a request of IKE_SA_INIT that has just come, and goes to <see cref="Receive"/>.</summary>
    /// <param name="connections">Those that a peer at that address may mean, the most special first; at least one.</param>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="random">Nonces and private keys.</param>
    /// <param name="spis">Our SPIs.</param>
    public static IkeSa Responder(IReadOnlyList<ConnectionOptions> connections, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connections);
        return new(
            new ExpectSaInit(connections), connections[0], connections.Max(connection => connection.WindowSize), path, random, spis);
    }

    /// <summary>One that has come out of another by a rekey: of <see cref="Effect.AddIkeSa"/>. To be begun with <see cref="Begin"/>.</summary>
    public static IkeSa Replacement(Established state, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sa = new IkeSa(state, state.Connection, state.Connection.WindowSize, state.Path, random, spis);
        sa.Protect(state.Sa);
        return sa;
    }

    /// <summary>Begins: initiates, or starts the timers of a replacement.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What is to be done, in order.</returns>
    public IReadOnlyList<Effect> Begin(DateTimeOffset now) => Order(new IkeOrder.Initiate(), now);

    /// <summary>Gives an order.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is to be done, in order.</returns>
    public IReadOnlyList<Effect> Order(IkeOrder order, DateTimeOffset now) => Handle(new IkeInput.Order(order), now, []);

    /// <summary>Tells that authentic packets came in through a Child SA.</summary>
    /// <param name="inboundSpi">Our SPI of it.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is to be done, in order.</returns>
    public IReadOnlyList<Effect> ChildReceived(uint inboundSpi, DateTimeOffset now) => Handle(new IkeInput.ChildReceived(inboundSpi), now, []);

    /// <summary>Tells that a timer, which an effect has started, is over.</summary>
    /// <param name="timer">Which.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is to be done, in order.</returns>
    public IReadOnlyList<Effect> Fire(IkeTimer timer, DateTimeOffset now)
    {
        if (timer.Kind != IkeTimerKind.Retransmit)
        {
            return Handle(new IkeInput.TimerFired(timer), now, []);
        }

        if (!_outstanding.TryGetValue(timer.Number, out OutstandingRequest? request))
        {
            return [];
        }

        request.SentAgain++;
        return _schedule.WaitAfter(request.SentAgain, _random) is { } wait
            ? [new Effect.Transmit(request.Datagrams, Path), new Effect.StartTimer(timer, wait)]
            : Handle(new IkeInput.RequestUnanswered(timer.Number), now, []);
    }

    /// <summary>Takes a datagram that carries our SPI, or is the request that this IKE SA was made for.</summary>
    /// <param name="datagram">An IKE message without non-ESP marker, unchecked; never throws for it.</param>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is to be done, in order; nothing for what is not for us, not authentic, or not new.</returns>
    public IReadOnlyList<Effect> Receive(ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now)
    {
        if (!IkeMessage.TryRead(datagram, out IkeMessage outer, out IkeReadFailure _))
        {
            return [];
        }

        if (!outer.IsResponse)
        {
            switch (_window.Judge(outer.MessageId))
            {
                case RequestFate.Answered:
                    return Repeat(outer, datagram, path);
                case RequestFate.Outside:
                    return [];
            }
        }
        else if (!_outstanding.ContainsKey(outer.MessageId))
        {
            return [];
        }

        return outer.Exchange == ExchangeType.IkeSaInit ? TakeInitial(outer, datagram, path, now) : TakeProtected(outer, datagram, path, now);
    }

    /// <summary>True for the very request of IKE_SA_INIT that this responder was made for, come again.</summary>
    /// <remarks>
    /// Another request with the same SPIi is another IKE SA: the first one may have been forged to be in its way (RFC 7296 §2.1).
    /// </remarks>
    /// <param name="datagram">A request without responder SPI.</param>
    public bool IsFirstRequest(ReadOnlySpan<byte> datagram) => _window.IsRepetition(messageId: 0, datagram);

    /// <summary>Erases all secrets; without a word to the peer.</summary>
    public void Dispose()
    {
        State.EraseSecrets();
        _protection?.Dispose();
        _protection = null;
        _outstanding.Clear();
        State = Closed.State;
    }

    /// <summary>An answered request once more: its answer once more (RFC 7296 §2.1).</summary>
    private IReadOnlyList<Effect> Repeat(IkeMessage outer, ReadOnlySpan<byte> datagram, IkePath path)
    {
        // Of several fragments one is enough, and it must be the first (RFC 7383 §2.6.1): the others would wait for it in vain. A request that
        // was cut anew is no bit-by-bit repetition, and has to be authentic.
        bool isRepetition = IsFirst(outer)
            && (_window.IsRepetition(outer.MessageId, datagram) || _protection?.IsAuthentic(outer) == true);
        return isRepetition ? [new Effect.Transmit(_window.AnswerOf(outer.MessageId), path)] : [];
    }

    private List<Effect> TakeInitial(IkeMessage message, ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now)
    {
        bool isExpected = message.IsResponse
            ? State is ExpectSaInitReply && message.InitiatorSpi == LocalSpi && !message.IsFromInitiator
            : State is ExpectSaInit;
        if (!isExpected || message.MessageId != 0)
        {
            return [];
        }

        if (!message.IsResponse)
        {
            _window.Remember(0, datagram);
            (Path, _answerPath) = (path, path);
        }

        return Handle(new IkeInput.Message(message, path), now, []);
    }

    private List<Effect> TakeProtected(IkeMessage outer, ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now)
    {
        if (_protection is null || _sa is null || outer.IsFromInitiator == _sa.IsInitiator
            || outer.InitiatorSpi != _sa.InitiatorSpi || outer.ResponderSpi != _sa.ResponderSpi)
        {
            return [];
        }

        OpenOutcome outcome = _protection.Open(outer, out IkeMessage message, out IkeReadFailure failure);
        if (outcome is OpenOutcome.Opened or OpenOutcome.Malformed or OpenOutcome.FragmentKept && !outer.IsResponse && IsFirst(outer))
        {
            _window.Remember(outer.MessageId, datagram);
        }

        if (outcome is not (OpenOutcome.Opened or OpenOutcome.Malformed))
        {
            return [];
        }

        var effects = new List<Effect>();
        Follow(path, effects);
        if (outer.IsResponse)
        {
            _outstanding.Remove(outer.MessageId);
            effects.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.Retransmit, outer.MessageId)));
        }
        else
        {
            _answerPath = path;
        }

        return Handle(
            outcome == OpenOutcome.Opened ? new IkeInput.Message(message, Path) : new IkeInput.Malformed(outer, failure), now, effects);
    }

    private static bool IsFirst(IkeMessage outer) => outer.Payloads is not [.., EncryptedFragmentPayload { Number: not 1 }];

    /// <summary>
    /// Goes with the initiator to the port of its IKE_AUTH, which it may choose without a NAT too. Later follows a peer whose NAT has changed its
    /// mind; who is behind one himself does not (RFC 7296 §2.23).
    /// </summary>
    private void Follow(IkePath path, List<Effect> effects)
    {
        if (State is ExpectAuth)
        {
            Path = path;
        }
        else if (path != Path && _sa is { UsesUdpEncapsulation: true, IsBehindNat: false })
        {
            Path = path;
            effects.Add(new Effect.PeerMoved(path));
        }
    }

    private List<Effect> Handle(IkeInput input, DateTimeOffset now, List<Effect> effects)
    {
        IkeState before = State;
        Transition transition = before.Handle(input, new IkeMeans(_random, _spis, now));
        State = transition.Next;
        if (before is ExpectSaInitReply && State is not ExpectSaInitReply)
        {
            _outstanding.Remove(0);
            effects.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.Retransmit)));
        }

        foreach (Effect effect in transition.Effects)
        {
            CarryOut(effect, effects);
        }

        if (State is Closed && before is not Closed)
        {
            before.EraseSecrets();
            _protection?.Dispose();
            _protection = null;
            _outstanding.Clear();
        }

        return effects;
    }

    private void CarryOut(Effect effect, List<Effect> effects)
    {
        switch (effect)
        {
            case Effect.Send send:
                Send(send.Message, effects);
                break;
            case Effect.SendOnce send:
                effects.Add(new Effect.Transmit(Seal(send.Message), Path));
                break;
            case Effect.Protect protect:
                Protect(protect.Sa);
                break;
            case Effect.UsePath floated:
                Path = floated.Path;
                effects.Add(effect);
                break;
            default:
                effects.Add(effect);
                break;
        }
    }

    private void Send(IkeMessage message, List<Effect> effects)
    {
        IReadOnlyList<byte[]> datagrams = Seal(message);
        if (message.IsResponse)
        {
            effects.Add(new Effect.Transmit(datagrams, _answerPath));
            _window.Answer(message.MessageId, datagrams);
            return;
        }

        effects.Add(new Effect.Transmit(datagrams, Path));
        LocalSpi = message.IsFromInitiator ? message.InitiatorSpi : message.ResponderSpi;
        _outstanding[message.MessageId] = new OutstandingRequest(datagrams);
        effects.Add(new Effect.StartTimer(
            new IkeTimer(IkeTimerKind.Retransmit, message.MessageId), _schedule.WaitAfter(sentBefore: 0, _random) ?? TimeSpan.Zero));
    }

    private IReadOnlyList<byte[]> Seal(IkeMessage message)
    {
        if (message.Exchange == ExchangeType.IkeSaInit)
        {
            return [message.Write()];
        }

        return _sa!.AllowsFragments ? _protection!.SealInFragments(message, _sa.FragmentLength) : [_protection!.Seal(message)];
    }

    private void Protect(IkeSaParameters sa)
    {
        _sa = sa;
        (LocalSpi, RemoteSpi) = (sa.LocalSpi, sa.RemoteSpi);
        _protection?.Dispose();
        _protection = MessageProtection.Create(sa.Suite.Transform, sa.Keys, sa.IsInitiator);
    }
}
