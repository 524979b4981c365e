using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.MainMode;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1;

/// <summary>One ISAKMP SA: decrypts what comes, lets its <see cref="IkeState"/> decide, and encrypts what goes (RFC 2409).</summary>
/// <remarks>
/// The walk of a message: 1 put fragments together, 2 find repetitions, 3 decrypt, 4 <see cref="IkeState.Handle"/>, 5 carry out the effects that are
/// about messages. Nothing is remembered of a message before its state has said that it is authentic (<see cref="Effect.AcceptIsakmp"/>).
/// </remarks>
public sealed class IsakmpSa : IIkeSa
{
    // Each side has one message that can be cut; the same fragments again fill the gaps of the first time.
    private const ushort OwnFragmentId = 1;

    private readonly IRandomSource _random;
    private readonly ISpiSource _spis;
    private readonly bool _isInitiator;
    private readonly RetransmissionSchedule _schedule;
    private readonly IsakmpExchanges _exchanges = new();
    private readonly VendorFragments _fragments = new(VendorFragmentLimits.Default);
    private readonly int _fragmentLength;
    private MessageCipherV1? _cipher;
    private Phase1Sa? _sa;
    private bool _isPeerFragmenting;

    private IsakmpSa(IkeState state, ConnectionOptions options, bool isInitiator, IkePath path, IRandomSource random, ISpiSource spis)
    {
        State = state;
        Path = path;
        (_schedule, _isInitiator, _random, _spis) = (options.Retransmissions, isInitiator, random, spis);
        _fragmentLength = options.AllowsFragments ? options.FragmentLength : int.MaxValue;
    }

    /// <summary>Where it is.</summary>
    public IkeState State { get; private set; }

    /// <inheritdoc/>
    public IkePath Path { get; private set; }

    /// <inheritdoc/>
    public ulong LocalSpi { get; private set; }

    /// <inheritdoc/>
    public ulong RemoteSpi { get; private set; }

    /// <inheritdoc/>
    public string StateName => State.ToString();

    /// <inheritdoc/>
    public bool IsClosed => State is Closed;

    /// <inheritdoc/>
    public IkeSaSummary? Established => (State as Established)?.Summary;

    /// <summary>One that we begin, with <see cref="Begin"/>.</summary>
    public static IsakmpSa Initiator(ConnectionOptions connection, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(new BeginMainMode(connection, path), connection, isInitiator: true, path, random, spis);
    }

    /// <summary>One for a first message of main mode that has just come, and goes to <see cref="Receive"/>.</summary>
    /// <param name="connections">Those that a peer at that address may mean, the most special first; at least one.</param>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="random">Nonces and private keys.</param>
    /// <param name="spis">Our cookies and SPIs.</param>
    public static IsakmpSa Responder(IReadOnlyList<ConnectionOptions> connections, IkePath path, IRandomSource random, ISpiSource spis)
    {
        ArgumentNullException.ThrowIfNull(connections);
        return new(new ExpectMainModeOffer(connections), connections[0], isInitiator: false, path, random, spis);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Begin(DateTimeOffset now) => Order(new IkeOrder.Initiate(), now);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Order(IkeOrder order, DateTimeOffset now) => Handle(new IkeInput.Order(order), now);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> ChildReceived(uint inboundSpi, DateTimeOffset now) => Handle(new IkeInput.ChildReceived(inboundSpi), now);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Fire(IkeTimer timer, DateTimeOffset now)
    {
        if (timer.Kind != IkeTimerKind.Retransmit)
        {
            return Handle(new IkeInput.TimerFired(timer), now);
        }

        if (_exchanges.Find(timer.Number) is not { } exchange)
        {
            return Handle(new IkeInput.RequestUnanswered(timer.Number), now);
        }

        if (!exchange.IsAwaited)
        {
            return [];
        }

        exchange.SentAgain++;
        return _schedule.WaitAfter(exchange.SentAgain, _random) is { } wait
            ? [new Effect.Transmit(Datagrams(exchange, isAgain: true), Path), new Effect.StartTimer(timer, wait)]
            : Handle(new IkeInput.RequestUnanswered(timer.Number), now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Receive(ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now)
    {
        if (!IsakmpMessage.TryRead(datagram, out IsakmpMessage outer, out _))
        {
            return [];
        }

        if (outer.Payloads is [FragmentPayload, ..])
        {
            _isPeerFragmenting = true;
            FragmentVerdict verdict = _fragments.Add(outer, out byte[]? whole);
            if (verdict is FragmentVerdict.BeyondLast or FragmentVerdict.SecondLast)
            {
                // Somebody has put in one of his own, or the peer cuts otherwise now: none of them can be told apart.
                _fragments.Clear();
            }

            return verdict == FragmentVerdict.Whole
                && IsakmpMessage.TryRead(whole, out IsakmpMessage put, out _) && put.Payloads is not [FragmentPayload, ..]
                ? Take(put, whole, path, now)
                : [];
        }

        return Take(outer, datagram, path, now);
    }

    /// <summary>Erases all secrets; without a word to the peer.</summary>
    public void Dispose()
    {
        State.EraseSecrets();
        Unprotect();
        State = Closed.State;
    }

    private List<Effect> Take(IsakmpMessage outer, ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now)
    {
        byte[] mark = SHA256.HashData(datagram);
        if (_exchanges.Find(outer.MessageId) is { } known && known.IsRepetition(mark))
        {
            // Our answer was lost, or is late. What we wait for an answer to has a timer of its own.
            return known is { Sent: not null, IsAwaited: false } ? [new Effect.Transmit(Datagrams(known, isAgain: true), path)] : [];
        }

        if (_exchanges.IsOver(outer.MessageId))
        {
            return [];
        }

        if (outer.Encrypted is null)
        {
            // Once there are keys, what is in the clear is nobody's word.
            return _sa is null ? Handle(new IkeInput.Isakmp(outer, path), now, outer, mark, path) : [];
        }

        if (_cipher is null)
        {
            return [];
        }

        return _cipher.TryOpen(outer, out IsakmpMessage message, out _)
            ? Handle(new IkeInput.Isakmp(message, path), now, outer, mark, path)
            : Handle(new IkeInput.IsakmpUnreadable(outer.Exchange), now);
    }

    private List<Effect> Handle(IkeInput input, DateTimeOffset now, IsakmpMessage? outer = null, byte[]? mark = null, IkePath? from = null)
    {
        IkeState before = State;
        Transition transition = before.Handle(input, new IkeMeans(_random, _spis, now));
        State = transition.Next;
        var effects = new List<Effect>();
        foreach (Effect effect in transition.Effects)
        {
            if (effect is Effect.AcceptIsakmp accept)
            {
                Accept(outer!, mark!, from!.Value, accept.IsFresh, effects);
            }
            else
            {
                CarryOut(effect, effects);
            }
        }

        if (State is Closed && before is not Closed)
        {
            before.EraseSecrets();
            Unprotect();
        }

        return effects;
    }

    private void Accept(IsakmpMessage outer, byte[] mark, IkePath from, bool isFresh, List<Effect> effects)
    {
        // Messages have no direction and no order in IKEv1: only what answers us cannot be one that somebody has recorded.
        isFresh |= _exchanges.Find(outer.MessageId) is { Sent: not null };
        _cipher?.Accept(outer);
        _exchanges.Accept(outer.MessageId, mark);
        effects.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.Retransmit, outer.MessageId)));
        if (!_isInitiator && LocalSpi == 0)
        {
            RemoteSpi = outer.InitiatorCookie;
        }

        // A peer whose NAT has changed its mind is followed, as soon as it proves itself (RFC 3947 §6).
        if (isFresh && State is Established state && from != Path && _sa is { UsesUdpEncapsulation: true } sa && !sa.Nat.HasFlag(NatPresence.BehindNat))
        {
            Path = from;
            State = state with { Path = from };
            effects.Add(new Effect.PeerMoved(from));
        }
    }

    private void CarryOut(Effect effect, List<Effect> effects)
    {
        switch (effect)
        {
            case Effect.SendIsakmp send:
                Send(send, effects);
                break;
            case Effect.ProtectIsakmp protect:
                Protect(protect.Sa);
                break;
            case Effect.UsePath floated:
                Path = floated.Path;
                effects.Add(effect);
                break;
            case Effect.EndIsakmpExchange end:
                _cipher?.Forget(end.MessageId);
                _exchanges.End(end.MessageId);
                break;
            default:
                effects.Add(effect);
                break;
        }
    }

    private void Send(Effect.SendIsakmp send, List<Effect> effects)
    {
        IsakmpMessage message = send.Message;
        if (_sa is not null && _cipher is null)
        {
            return;
        }

        LocalSpi = _isInitiator ? message.InitiatorCookie : message.ResponderCookie;
        RemoteSpi = _isInitiator ? message.ResponderCookie : message.InitiatorCookie;
        byte[] bytes = _cipher is null ? message.Write() : _cipher.Seal(message);
        bool canBeCut = message.MessageId == 0 && _sa is { Abilities.TakesFragments: true } && message.Find(IsakmpPayloadType.Identification) is not null;
        IsakmpExchanges.Exchange exchange = _exchanges.Sent(message.MessageId, bytes, send.IsAnswered, canBeCut);
        effects.Add(new Effect.Transmit(Datagrams(exchange, isAgain: false), Path));
        if (send.IsAnswered)
        {
            effects.Add(new Effect.StartTimer(
                new IkeTimer(IkeTimerKind.Retransmit, message.MessageId), _schedule.WaitAfter(sentBefore: 0, _random) ?? TimeSpan.Zero));
        }
    }

    /// <summary>
    /// Our last message of an exchange as it goes: one datagram. A long one that names us, as all with certificates, goes in fragments when it goes
    /// again, or when the peer does the same (MS-IKEE): a router on the way may drop the fragments of IP.
    /// </summary>
    private IReadOnlyList<byte[]> Datagrams(IsakmpExchanges.Exchange exchange, bool isAgain) =>
        exchange.CanBeCut && (isAgain || _isPeerFragmenting)
            ? VendorFragments.Cut(exchange.Sent!, OwnFragmentId, _fragmentLength) ?? [exchange.Sent!]
            : [exchange.Sent!];

    /// <summary>A key that DES must not use (chance 2^-52) leaves the ISAKMP SA without a cipher: nothing can be sent, and it runs out of time.</summary>
    private void Protect(Phase1Sa sa)
    {
        _sa = sa;
        _cipher = MainModeAttempt.TryCipher(sa) is { } cipher ? new MessageCipherV1(sa.Suite.Hash, cipher, sa.Exchange) : null;
    }

    private void Unprotect()
    {
        _cipher?.Dispose();
        _cipher = null;
    }
}
