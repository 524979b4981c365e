using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>Initiator, after IKE_SA_INIT was sent (RFC 7296 §1.2). <c>HDR, SAr1, KEr, Nr --></c></summary>
/// <remarks>
/// Nothing that comes here is authentic, so nothing of it ends the negotiation: a bad answer is dropped and kept as the reason, should
/// no good one come before the last retransmission (RFC 7296 §2.21.1).
/// </remarks>
/// <param name="Attempt">What was sent.</param>
/// <param name="Request">It, as a message.</param>
/// <param name="Reason">Why it will have failed, if nothing better comes.</param>
internal sealed record ExpectSaInitReply(SaInitAttempt Attempt, IkeMessage Request, IkeFailure? Reason) : IkeState
{
    // A cookie, another method, and both once more after a responder has changed its mind.
    private const int MostChanges = 5;

    private ConnectionOptions Connection => Attempt.Connection;

    /// <summary>Sends a request, the first one or a changed one.</summary>
    internal static Transition Send(SaInitAttempt attempt, IkeMeans means, IkeFailure? reason)
    {
        IkeMessage request = attempt.ToRequest(means);
        return new Transition(new ExpectSaInitReply(attempt, request, reason), [new Effect.Send(request)]);
    }

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Message { Content: { Exchange: ExchangeType.IkeSaInit, IsResponse: true, MessageId: 0 } reply } message
            => HandleReply(reply, message.Path, means),
        IkeInput.RequestUnanswered => Transition.Close(Reason ?? SilenceFailures.OfSaInit(Connection, Attempt.Path)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Attempt.Exchange.Dispose();

    private Transition HandleReply(IkeMessage reply, IkePath path, IkeMeans means)
    {
        if (reply.Find(NotifyType.Cookie) is { Content.Length: > 0 and <= 64 } cookie && reply.Find<SaPayload>() is null)
        {
            return Change(Attempt with { Cookie = Octets.Copy(cookie.Content.Span) }, means);
        }

        if (reply.Find(NotifyType.InvalidKePayload) is { } wrongMethod)
        {
            return HandleInvalidKe(wrongMethod, means);
        }

        return Notices.ErrorOf(reply) is { } error
            ? KeepReason(error.Notify == NotifyType.NoProposalChosen
                ? ProposalFailures.ByPeer(IkeStep.IkeSaInit, Connection)
                : MessageFailures.ByPeer(IkeStep.IkeSaInit, Connection, error.Notify))
            : HandleAgreement(reply, path, means);
    }

    /// <summary>The peer wants another method: one that we offered, or it is an attacker who wants a weak one (RFC 7296 §1.2, §2.7).</summary>
    private Transition HandleInvalidKe(NotifyPayload notify, IkeMeans means)
    {
        int? wanted = Notices.WantedMethod(notify);
        KeyExchangeMethod? method = SaInitAttempt.MethodsOf(Connection).FirstOrDefault(offered => offered.Id == wanted);
        if (method is null)
        {
            return KeepReason(ProposalFailures.WantedMethod(Connection, wanted));
        }

        if (method == Attempt.Method || Attempt.Changes >= MostChanges)
        {
            return Stay();
        }

        Attempt.Exchange.Dispose();
        return Change(Attempt with { Method = method, Exchange = method.Initiate(means.Random) }, means);
    }

    private Transition HandleAgreement(IkeMessage reply, IkePath path, IkeMeans means)
    {
        if (reply is not { ResponderSpi: not 0, InitiatorSpi: var spi } || spi != Attempt.InitiatorSpi
            || reply.Find<SaPayload>() is not { } answer
            || reply.Find<KePayload>() is not { } key
            || reply.Find<NoncePayload>() is not { } nonce)
        {
            return KeepReason(MessageFailures.Incomplete(IkeStep.IkeSaInit, Connection, "the answer lacks SA, KE or nonce"));
        }

        if (IkeChoice.TryAccept(answer, Connection.Proposals, out string problem) is not { } choice)
        {
            return KeepReason(ProposalFailures.WrongChoice(IkeStep.IkeSaInit, Connection, problem));
        }

        if (choice.Suite.KeyExchange != Attempt.Method || key.Method != Attempt.Method.Id
            || !Attempt.Exchange.TryFinish(key.Value.Span, out SecretBytes? secret))
        {
            return KeepReason(ProposalFailures.BadValue(IkeStep.IkeSaInit, Connection));
        }

        using (secret)
        {
            Attempt.Exchange.Dispose();
            InitialSa initial = Agree(reply, choice.Suite, secret, nonce.Nonce, path);
            return ExpectAuthReply.Send(initial, Connection, initial.Sa.UsesUdpEncapsulation ? path.Floated : path, means);
        }
    }

    private InitialSa Agree(IkeMessage reply, IkeSuite suite, SecretBytes secret, Octets responderNonce, IkePath path)
    {
        NatPresence nat = Notices.Nat(reply, path);
        var context = new IkeSaContext(Attempt.Nonce, responderNonce, Attempt.InitiatorSpi, reply.ResponderSpi);
        return new InitialSa
        {
            Sa = new IkeSaParameters
            {
                InitiatorSpi = Attempt.InitiatorSpi,
                ResponderSpi = reply.ResponderSpi,
                IsInitiator = true,
                Suite = suite,
                Keys = new KeyScheduleV2(suite.Prf, suite.Transform).Initial(secret, context),
                AllowsFragments = Connection.AllowsFragments && reply.Find(NotifyType.Ikev2FragmentationSupported) is not null,
                FragmentLength = Connection.FragmentLength,
                UsesUdpEncapsulation = Connection.ForcesUdpEncapsulation || nat != NatPresence.None,
                Nat = nat,
            },
            Request = Request.Write(),
            Response = reply.Received,
            InitiatorNonce = Attempt.Nonce,
            ResponderNonce = responderNonce,
            PeerHashes = Notices.Hashes(reply),
            PeerAllowsChildless = reply.Find(NotifyType.ChildlessIkev2Supported) is not null,
        };
    }

    private Transition Change(SaInitAttempt changed, IkeMeans means) =>
        Attempt.Changes < MostChanges ? Send(changed with { Changes = Attempt.Changes + 1 }, means, Reason) : Stay();

    private Transition KeepReason(IkeFailure reason) => new(
        this with
        {
            Reason = MessageFailures.Untrusted(reason with { Peer = Connection.RemoteIdentity?.ToString() ?? Attempt.Path.Remote.ToString() }),
        },
        []);
}
