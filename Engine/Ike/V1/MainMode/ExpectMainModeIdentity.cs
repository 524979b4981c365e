using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Responder: waits for the initiator's proof. <c>HDR*, IDii, [CERT,] HASH_I or SIG_I --></c>, then <c>&lt;-- HDR*, IDir, ...</c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Connections">Those that the peer may mean.</param>
/// <param name="Sa">Suite and keys.</param>
internal sealed record ExpectMainModeIdentity(MainModeAttempt Attempt, IReadOnlyList<ConnectionOptions> Connections, Phase1Sa Sa) : IkeState
{
    /// <summary>True once a message came that no key of ours decrypts: with a preshared key the peer has another one, most likely.</summary>
    internal bool IsUnreadable { get; init; }

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.MainMode } message } isakmp when Attempt.Owns(message)
            => Take(message, isakmp.Path, means),

        // Anybody can send something that nobody can read: only the silence after it ends the attempt.
        IkeInput.IsakmpUnreadable { Exchange: IsakmpExchangeType.MainMode } => new Transition(this with { IsUnreadable = true }, []),
        IkeInput.TimerFired { Timer.Kind: IkeTimerKind.HalfOpen } => Transition.Close(IsakmpFailures.HalfOpen(Attempt.Connection, IsUnreadable)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Sa.Keys.Dispose();

    private Transition Take(IsakmpMessage message, IkePath path, IkeMeans means)
    {
        var authentication = new Phase1Authentication(Sa);
        if (!authentication.TryRead(message, out IkeIdentity peer))
        {
            return new Transition(this with { IsUnreadable = true }, []);
        }

        IkeFailure failure = IsakmpFailures.UnknownIdentity(Attempt.Connection, peer);
        foreach (ConnectionOptions connection in Connections.Where(connection => IsMeant(connection, peer)))
        {
            AuthenticationVerdict verdict = authentication.Judge(connection, message, means.Now);
            if (verdict.IsAuthentic)
            {
                return Establish(connection, peer, message, path, means);
            }

            failure = IsakmpFailures.NotBelieved(connection, peer, verdict);
        }

        NotifyPayload refusal = IsakmpNotices.About(Sa, NotifyType.AuthenticationFailed, default);
        return Transition.Close(
            failure, new Effect.AcceptIsakmp(), new Effect.SendIsakmp(IsakmpNotices.Message(Sa, means, refusal), IsAnswered: false));
    }

    private Transition Establish(ConnectionOptions meant, IkeIdentity peer, IsakmpMessage message, IkePath path, IkeMeans means) =>
        EstablishedStep.Establish(
            Sa,
            meant,
            peer,
            path,
            isInitialContact: message.Payloads.OfType<NotifyPayload>().Any(notify => notify.Notify == NotifyType.InitialContact),
            means,
            new Effect.AcceptIsakmp(),
            new Effect.CancelTimer(new IkeTimer(IkeTimerKind.HalfOpen)),
            new Effect.UsePath(path),
            new Effect.SendIsakmp(Attempt.Message(new Phase1Authentication(Sa).Prove(meant)), IsAnswered: false));

    private bool IsMeant(ConnectionOptions connection, IkeIdentity peer) =>
        (connection.RemoteIdentity is null || connection.RemoteIdentity.Matches(peer))
        && Phase1Offer.SuitesOf(connection).Contains(Sa.Suite)
        && HasKeysOf(connection);

    /// <summary>With a preshared key the keys came from that of the first; whoever else may be meant must have the same.</summary>
    private bool HasKeysOf(ConnectionOptions connection) =>
        Sa.Suite.Method != OakleyAuthMethod.PresharedKey || connection.OwnProof.IsSameAs(Attempt.Connection.OwnProof);
}
