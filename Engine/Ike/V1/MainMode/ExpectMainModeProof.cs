using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Initiator: waits for the responder's proof. <c>&lt;-- HDR*, IDir, [CERT,] HASH_R or SIG_R</c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Path">Where the peer is.</param>
/// <param name="Sa">Suite and keys.</param>
internal sealed record ExpectMainModeProof(MainModeAttempt Attempt, IkePath Path, Phase1Sa Sa) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.MainMode } message } isakmp when Attempt.Owns(message)
            => Take(message, isakmp.Path, means),
        IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.Informational } message } => Hear(message, means),
        IkeInput.RequestUnanswered => Transition.Close(IsakmpFailures.Unanswered(Attempt.Connection, Path, heard: null, isAfterIdentity: true)),
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
            return Stay();
        }

        if (Attempt.Connection.RemoteIdentity is { } wanted && !wanted.Matches(peer))
        {
            return Refuse(IsakmpFailures.UnknownIdentity(Attempt.Connection, peer), means);
        }

        AuthenticationVerdict verdict = authentication.Judge(Attempt.Connection, message, means.Now);
        return verdict.IsAuthentic
            ? EstablishedStep.Establish(Sa, Attempt.Connection, peer, path, isInitialContact: false, means, new Effect.AcceptIsakmp())
            : Refuse(IsakmpFailures.NotBelieved(Attempt.Connection, peer, verdict), means);
    }

    /// <summary>The responder believes that all is done, so that it is told of the end.</summary>
    private Transition Refuse(IkeFailure failure, IkeMeans means) => Transition.Close(
        failure, new Effect.AcceptIsakmp(), new Effect.SendIsakmp(IsakmpNotices.Deletion(Sa, means), IsAnswered: false));

    /// <summary>An error or a delete with the right hash is the responder's word: it does not believe us.</summary>
    private Transition Hear(IsakmpMessage message, IkeMeans means) =>
        Sa.Hashes.IsAuthentic(message) && message.Payloads.Any(payload => payload is NotifyPayload { IsError: true } or DeletePayload)
            ? Transition.Close(IsakmpFailures.NotBelievedByPeer(Attempt.Connection, means.Now), new Effect.AcceptIsakmp())
            : Stay();
}
