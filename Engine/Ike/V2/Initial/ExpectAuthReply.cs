using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>
/// Initiator, after IKE_AUTH was sent (RFC 7296 §1.2). <c>HDR, SK {IDr, [CERT,] AUTH, SAr2, TSi, TSr} --></c>
/// </summary>
/// <param name="Initial">What IKE_SA_INIT has agreed on.</param>
/// <param name="Connection">With whom and how.</param>
/// <param name="Offer">The first child; null for a childless IKE SA (RFC 6023).</param>
/// <param name="Path">Where IKE_AUTH was sent.</param>
internal sealed record ExpectAuthReply(InitialSa Initial, ConnectionOptions Connection, ChildOffer? Offer, IkePath Path) : IkeState
{
    private const uint AuthId = 1;

    /// <summary>Sends IKE_AUTH: <c>HDR, SK {IDi, [CERT,] [CERTREQ,] [IDr,] AUTH, SAi2, TSi, TSr}</c>.</summary>
    internal static Transition Send(InitialSa initial, ConnectionOptions connection, IkePath path, IkeMeans means)
    {
        ChildOptions? first = connection.Children.FirstOrDefault(child => child.StartsWithIkeSa);

        // A peer that does not know RFC 6023 needs a child to be asked for, whatever becomes of it.
        first ??= initial.PeerAllowsChildless ? null : connection.Children is [var any, ..] ? any : null;
        ChildOffer? offer = first is null ? null : ChildOffer.ForAuth(first, initial.InitiatorNonce, path, means);
        IdPayload id = connection.LocalIdentity.ToPayload(PayloadType.IdInitiator);
        var payloads = new List<IkePayload> { id };
        payloads.AddRange(connection.OwnProof.Certificates([]));
        if (connection.SendsInitialContact)
        {
            payloads.Add(new NotifyPayload(NotifyType.InitialContact));
        }

        payloads.AddRange(connection.PeerProofs.SelectMany(proof => proof.Requests));
        if (connection is { SendsIdentityHint: true, RemoteIdentity: { } hint })
        {
            payloads.Add(hint.ToPayload(PayloadType.IdResponder));
        }

        if (connection.OwnProof.TryProve(initial.OurContext(id, means)) is not { } proof)
        {
            return Transition.Close(AuthenticationFailures.NoCommonAlgorithm(connection), new Effect.Protect(initial.Sa));
        }

        payloads.Add(proof);
        payloads.AddRange(offer?.Payloads(withNonce: false) ?? []);
        payloads.AddRange(AuthNotices.Of(connection));
        var next = new ExpectAuthReply(initial, connection, offer, path);
        IkeMessage request = initial.Sa.Request(ExchangeType.IkeAuth, AuthId, [.. payloads]);
        IEnumerable<Effect> floated = initial.Sa.UsesUdpEncapsulation ? [new Effect.UsePath(path)] : [];
        return new Transition(next, [.. floated, new Effect.Protect(initial.Sa), new Effect.Send(request)]);
    }

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Message { Content: { Exchange: ExchangeType.IkeAuth, IsResponse: true, MessageId: AuthId } reply } message
            => HandleReply(reply, message.Path, means),
        IkeInput.Malformed { Outer: { IsResponse: true, MessageId: AuthId } } malformed => Close(
            MessageFailures.Unreadable(IkeStep.IkeAuth, Connection, malformed.Failure)),
        IkeInput.RequestUnanswered => Close(SilenceFailures.OfAuth(Connection, Path)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Initial.Sa.Keys.Dispose();

    private Transition HandleReply(IkeMessage reply, IkePath path, IkeMeans means)
    {
        if (reply.Find<AuthPayload>() is null && Notices.ErrorOf(reply) is { } error)
        {
            return Close(error.Notify == NotifyType.AuthenticationFailed
                ? AuthenticationFailures.ByPeer(Connection, means.Now)
                : MessageFailures.ByPeer(IkeStep.IkeAuth, Connection, error.Notify));
        }

        AuthenticationVerdict verdict = Judge(reply, means, out IkeIdentity? peer);
        if (!verdict.IsAuthentic)
        {
            // RFC 7296 §2.21.2: the responder takes the SA for established, so it has to be told.
            IkeMessage goodbye = Initial.Sa.Request(
                ExchangeType.Informational, AuthId + 1, new NotifyPayload(NotifyType.AuthenticationFailed));
            return Close(AuthenticationFailures.ByUs(Connection, peer, verdict), new Effect.SendOnce(goodbye));
        }

        EstablishedStep step = EstablishedStep.Begin(new Established
        {
            Sa = Initial.Sa,
            Connection = Connection,
            Peer = peer!,
            Path = path,
            NextRequestId = AuthId + 1,
            PeerWindow = Notices.WindowSize(reply),
        }, means);
        step.Start();
        FinishChild(step, reply, path);
        return step.End();
    }

    /// <summary>A first child that fails leaves the IKE SA as it is (RFC 7296 §1.2).</summary>
    private void FinishChild(EstablishedStep step, IkeMessage reply, IkePath path)
    {
        if (Offer is not null)
        {
            ChildOutcome outcome = new ChildInitiator(Initial.Sa, Connection, Offer, Replaced: null)
                .Accept(reply, Initial.ResponderNonce, path);
            step.Finish(Offer, outcome);
        }

        foreach (ChildOptions other in Connection.Children.Where(child => child.StartsWithIkeSa && child != Offer?.Options))
        {
            step.Enqueue(new IkeOrder.NewChild(other));
        }
    }

    private AuthenticationVerdict Judge(IkeMessage reply, IkeMeans means, out IkeIdentity? peer)
    {
        peer = null;
        if (reply.Find<IdPayload>(PayloadType.IdResponder) is not { } id || reply.Find<AuthPayload>() is not { } proof)
        {
            return new AuthenticationVerdict(AuthenticationProblem.Incomplete) { Explanation = "the answer lacks IDr or AUTH" };
        }

        peer = IkeIdentity.Of(id);
        if (Connection.RemoteIdentity is { } expected && !expected.Matches(peer))
        {
            return new AuthenticationVerdict(AuthenticationProblem.UnknownIdentity)
            {
                Explanation = $"the peer says that it is {peer}; you expect {expected}",
            };
        }

        return ProofJudge.Judge(Connection, Initial.PeerContext(id, means), new PeerClaim(peer, proof, [.. reply.Payloads.OfType<CertPayload>()]));
    }

    private Transition Close(IkeFailure? failure, params IEnumerable<Effect> before) => Offer is null
        ? Transition.Close(failure, before)
        : Transition.Close(failure, [.. before, new Effect.ReleaseSpi(Offer.InboundSpi)]);
}
