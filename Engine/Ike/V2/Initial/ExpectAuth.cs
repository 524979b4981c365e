using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>
/// Responder, half open (RFC 7296 §1.2). <c>HDR, SK {IDi, [CERT,] [CERTREQ,] [IDr,] AUTH, SAi2, TSi, TSr} --></c>
/// </summary>
/// <param name="Initial">What IKE_SA_INIT has agreed on.</param>
/// <param name="Chosen">The proposal that was chosen: the connection that is meant must allow it too.</param>
/// <param name="Connections">Those that the peer may mean.</param>
/// <param name="Path">Where IKE_SA_INIT came from: who else to name when nothing more comes.</param>
internal sealed record ExpectAuth(InitialSa Initial, SaPayload Chosen, IReadOnlyList<ConnectionOptions> Connections, IkePath Path) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Message { Content: { Exchange: ExchangeType.IkeAuth, IsResponse: false, MessageId: 1 } request } message
            => HandleRequest(request, message.Path, means),
        IkeInput.Malformed { Outer: { IsResponse: false, MessageId: 1 } } malformed => Refuse(
            malformed.Outer, Notices.Unreadable(malformed.Failure), MessageFailures.Unreadable(IkeStep.IkeAuth, OnlyConnection, malformed.Failure)),
        IkeInput.TimerFired { Timer.Kind: IkeTimerKind.HalfOpen } => Transition.Close(
            SilenceFailures.OfInitiator(OnlyConnection, Path, Connections[0].HalfOpenTimeout)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Initial.Sa.Keys.Dispose();

    private ConnectionOptions? OnlyConnection => Connections.Count == 1 ? Connections[0] : null;

    private Transition HandleRequest(IkeMessage request, IkePath path, IkeMeans means)
    {
        ConnectionOptions? connection = Choose(request, means, out ConnectionOptions tried, out IkeIdentity? peer, out AuthenticationVerdict verdict);
        if (connection is null)
        {
            return Refuse(
                request, new NotifyPayload(NotifyType.AuthenticationFailed), AuthenticationFailures.ByUs(tried, peer, verdict));
        }

        IdPayload id = connection.LocalIdentity.ToPayload(PayloadType.IdResponder);
        if (connection.OwnProof.TryProve(Initial.OurContext(id, means)) is not { } proof)
        {
            return Refuse(
                request, new NotifyPayload(NotifyType.AuthenticationFailed), AuthenticationFailures.NoCommonAlgorithm(connection));
        }

        EstablishedStep step = EstablishedStep.Begin(new Established
        {
            Sa = Initial.Sa,
            Connection = connection,
            Peer = peer!,
            Path = path,
            PeerWindow = Notices.WindowSize(request),
            IsInitialContact = request.Find(NotifyType.InitialContact) is not null,
        }, means);
        ChildOutcome? child = RespondToChild(connection, request, path, means);

        // Inbound before the answer: the initiator may send as soon as it has that.
        step.Start();
        step.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.HalfOpen)));
        step.Install(child);
        step.Respond(
            request,
            [
                id,
                .. connection.OwnProof.Certificates([.. request.Payloads.OfType<CertRequestPayload>()]),
                proof,
                .. child?.Answer ?? [],
                .. AuthNotices.Of(connection),
            ]);
        return step.End();
    }

    /// <summary>A first child that fails leaves the IKE SA as it is (RFC 7296 §1.2); null when none is asked for (RFC 6023).</summary>
    private ChildOutcome? RespondToChild(ConnectionOptions connection, IkeMessage message, IkePath path, IkeMeans means)
    {
        if (!ChildRequest.TryRead(message, out ChildRequest request))
        {
            return null;
        }

        var responder = new ChildResponder
        {
            Sa = Initial.Sa,
            Connection = connection,
            Candidates = connection.Children,
            InitiatorNonce = Initial.InitiatorNonce,
            ResponderNonce = Initial.ResponderNonce,
            Path = path,
            IsInAuth = true,
        };
        return responder.Respond(request, means);
    }

    /// <summary>The first connection whose identities fit and that believes the proof.</summary>
    private ConnectionOptions? Choose(
        IkeMessage request, IkeMeans means, out ConnectionOptions tried, out IkeIdentity? peer, out AuthenticationVerdict verdict)
    {
        (tried, peer) = (Connections[0], null);
        verdict = new AuthenticationVerdict(AuthenticationProblem.Incomplete) { Explanation = "the request lacks IDi or AUTH" };
        if (request.Find<IdPayload>(PayloadType.IdInitiator) is not { } id || request.Find<AuthPayload>() is not { } proof)
        {
            return null;
        }

        peer = IkeIdentity.Of(id);
        IkeIdentity? wanted = request.Find<IdPayload>(PayloadType.IdResponder) is { } hint ? IkeIdentity.Of(hint) : null;
        var claim = new PeerClaim(peer, proof, [.. request.Payloads.OfType<CertPayload>()]);
        ConnectionOptions[] meant = [.. Connections.Where(connection => IsMeant(connection, claim.Identity, wanted))];
        foreach (ConnectionOptions connection in meant)
        {
            tried = connection;
            verdict = ProofJudge.Judge(connection, Initial.PeerContext(id, means), claim);
            if (verdict.IsAuthentic)
            {
                return connection;
            }
        }

        verdict = meant.Length == 0 ? NotMeant(peer, wanted) : verdict;
        return null;
    }

    private bool IsMeant(ConnectionOptions connection, IkeIdentity peer, IkeIdentity? wanted) =>
        (connection.RemoteIdentity is null || connection.RemoteIdentity.Matches(peer))
        && (wanted is null || connection.LocalIdentity.Matches(wanted))
        && (Connections.Count == 1 || IkeChoice.TryChoose(Chosen, connection.Proposals, (ushort)Initial.Sa.Suite.KeyExchange.Id, out _) is not null);

    private AuthenticationVerdict NotMeant(IkeIdentity peer, IkeIdentity? wanted)
    {
        bool isOurs = wanted is null || Connections.Any(connection => connection.LocalIdentity.Matches(wanted));
        return isOurs
            ? new AuthenticationVerdict(AuthenticationProblem.UnknownIdentity)
            {
                Explanation = $"the peer says that it is {peer}; you expect "
                    + string.Join(" or ", Connections.Select(connection => connection.RemoteIdentity).OfType<IkeIdentity>()),
            }
            : new AuthenticationVerdict(AuthenticationProblem.NotOurIdentity)
            {
                Explanation = $"{peer} asks for {wanted}; you are " + string.Join(" or ", Connections.Select(connection => connection.LocalIdentity)),
            };
    }

    private Transition Refuse(IkeMessage request, NotifyPayload error, IkeFailure failure) =>
        Transition.Close(failure with { Notify = error.Notify }, new Effect.Send(Initial.Sa.Response(request, error)));
}
