using Pipeline.Crypto;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>Responder, before anything (RFC 7296 §1.2). <c>HDR, SAi1, KEi, Ni --></c></summary>
/// <remarks>Cookies are asked for before this: a request that comes here is worth a key exchange.</remarks>
/// <param name="Connections">Those that a peer at that address may mean, the most special first.</param>
internal sealed record ExpectSaInit(IReadOnlyList<ConnectionOptions> Connections) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Message { Content: { Exchange: ExchangeType.IkeSaInit, IsResponse: false, MessageId: 0, IsFromInitiator: true } request } message
            => HandleRequest(request, message.Path, means),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    private Transition HandleRequest(IkeMessage request, IkePath path, IkeMeans means)
    {
        if (request.InitiatorSpi == 0 || request.ResponderSpi != 0
            || request.Find<SaPayload>() is not { } offer
            || request.Find<KePayload>() is not { } key
            || request.Find<NoncePayload>() is not { } nonce)
        {
            IkeFailure incomplete = MessageFailures.Incomplete(IkeStep.IkeSaInit, OnlyConnection, "the request lacks SA, KE or nonce");
            return Refuse(request, new NotifyPayload(NotifyType.InvalidSyntax), incomplete, path);
        }

        IkeChoice? choice = Choose(offer, key.Method, out ConnectionOptions? connection, out NearestMiss? miss);
        if (choice is null)
        {
            return Refuse(request, new NotifyPayload(NotifyType.NoProposalChosen), ProposalFailures.ByUs(IkeStep.IkeSaInit, connection, miss), path);
        }

        if (choice.Suite.KeyExchange.Id != key.Method)
        {
            // No failure: the initiator asks again with the method that it is told (RFC 7296 §1.2).
            return Refuse(request, Notices.InvalidKe(choice.Suite.KeyExchange.Id), failure: null, path);
        }

        if (!choice.Suite.KeyExchange.TryRespond(means.Random, key.Value.Span, out byte[] value, out SecretBytes? secret))
        {
            return Refuse(
                request, new NotifyPayload(NotifyType.InvalidSyntax), ProposalFailures.BadValue(IkeStep.IkeSaInit, connection), path);
        }

        using (secret)
        {
            return Agree(request, connection!, choice, new Answer(nonce.Nonce, value, secret), path, means);
        }
    }

    private Transition Agree(
        IkeMessage request, ConnectionOptions connection, IkeChoice choice, Answer answer, IkePath path, IkeMeans means)
    {
        ulong spi = means.Spis.NextIkeSpi();
        Octets responderNonce = means.Nonce();
        NatPresence nat = Notices.Nat(request, path);
        var reply = new IkeMessage
        {
            InitiatorSpi = request.InitiatorSpi,
            ResponderSpi = spi,
            Exchange = ExchangeType.IkeSaInit,
            IsResponse = true,
            Payloads =
            [
                choice.Answer(),
                new KePayload((ushort)choice.Suite.KeyExchange.Id, answer.Value),
                new NoncePayload(responderNonce),
                .. InitialNotices.Of(request.InitiatorSpi, spi, path, connection, means),
                .. connection.PeerProofs.SelectMany(proof => proof.Requests),
            ],
        };
        var sa = new IkeSaParameters
        {
            InitiatorSpi = request.InitiatorSpi,
            ResponderSpi = spi,
            IsInitiator = false,
            Suite = choice.Suite,
            Keys = new KeyScheduleV2(choice.Suite.Prf, choice.Suite.Transform).Initial(
                answer.Secret, new IkeSaContext(answer.InitiatorNonce, responderNonce, request.InitiatorSpi, spi)),
            AllowsFragments = connection.AllowsFragments && request.Find(NotifyType.Ikev2FragmentationSupported) is not null,
            FragmentLength = connection.FragmentLength,
            UsesUdpEncapsulation = connection.ForcesUdpEncapsulation || nat != NatPresence.None,
            Nat = nat,
        };
        var initial = new InitialSa
        {
            Sa = sa,
            Request = request.Received,
            Response = reply.Write(),
            InitiatorNonce = answer.InitiatorNonce,
            ResponderNonce = responderNonce,
            PeerHashes = Notices.Hashes(request),
        };
        var next = new ExpectAuth(initial, choice.Answer(), Connections, path);
        return new Transition(
            next,
            [
                new Effect.Send(reply),
                new Effect.Protect(sa),
                new Effect.StartTimer(new IkeTimer(IkeTimerKind.HalfOpen), connection.HalfOpenTimeout),
            ]);
    }

    /// <summary>
    /// The first connection with a proposal that suits; which of those that share it is meant, IKE_AUTH will say. When none does, the one
    /// that came nearest, with the reason.
    /// </summary>
    private IkeChoice? Choose(SaPayload offer, ushort method, out ConnectionOptions? connection, out NearestMiss? miss)
    {
        (connection, miss) = (null, null);
        foreach (ConnectionOptions candidate in Connections)
        {
            if (IkeChoice.TryChoose(offer, candidate.Proposals, method, out NearestMiss? missed) is { } choice)
            {
                connection = candidate;
                return choice;
            }

            if (connection is null || missed!.IsNearerThan(miss))
            {
                (connection, miss) = (candidate, missed);
            }
        }

        return null;
    }

    /// <summary>Says an error in the clear, and forgets all about it.</summary>
    private static Transition Refuse(IkeMessage request, NotifyPayload error, IkeFailure? failure, IkePath path)
    {
        var reply = new IkeMessage
        {
            InitiatorSpi = request.InitiatorSpi,
            Exchange = ExchangeType.IkeSaInit,
            IsResponse = true,
            Payloads = [error],
        };
        IkeFailure? told = failure is null ? null : failure with { Notify = error.Notify, Peer = path.Remote.ToString() };
        return Transition.Close(told, new Effect.Send(reply));
    }

    private ConnectionOptions? OnlyConnection => Connections.Count == 1 ? Connections[0] : null;

    /// <summary>What the key exchange gave.</summary>
    private readonly record struct Answer(Octets InitiatorNonce, byte[] Value, SecretBytes Secret);
}
