using System.Security.Cryptography;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Responder: waits for the initiator's proof. <c>HDR*, IDii, HASH_I --></c>, then <c>&lt;-- HDR*, IDir, HASH_R</c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Connections">Those that the peer may mean.</param>
/// <param name="Sa">Suite and keys.</param>
internal sealed record ExpectMainModeIdentity(MainModeAttempt Attempt, IReadOnlyList<ConnectionOptions> Connections, Phase1Sa Sa) : IkeState
{
    /// <summary>True once a message came that no key of ours decrypts: the peer has another preshared key, most likely.</summary>
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
        var proofs = new Phase1Proofs(Sa.Suite.Hash, Sa.Exchange);
        if (message.Find<IdPayload>() is not { } id
            || message.BodyOf(IsakmpPayloadType.Identification) is not { } idBody
            || message.BodyOf(IsakmpPayloadType.Hash) is not { } hash
            || !CryptographicOperations.FixedTimeEquals(hash.Span, proofs.OfInitiator(Sa.Keys.Skeyid, idBody)))
        {
            return new Transition(this with { IsUnreadable = true }, []);
        }

        IkeIdentity peer = Phase1Identity.Of(id);
        if (Connections.FirstOrDefault(connection => IsMeant(connection, peer)) is not { } meant)
        {
            return Transition.Close(
                IsakmpFailures.UnknownIdentity(Attempt.Connection, peer),
                new Effect.AcceptIsakmp(),
                new Effect.SendIsakmp(IsakmpNotices.Deletion(Sa, means), IsAnswered: false));
        }

        IdPayload own = Phase1Identity.Of(meant.LocalIdentity);
        byte[] proof = proofs.OfResponder(Sa.Keys.Skeyid, Phase1Identity.BodyOf(own));
        return EstablishedStep.Establish(
            Sa,
            meant,
            peer,
            path,
            isInitialContact: message.Payloads.OfType<NotifyPayload>().Any(notify => notify.Notify == NotifyType.InitialContact),
            means,
            new Effect.AcceptIsakmp(),
            new Effect.CancelTimer(new IkeTimer(IkeTimerKind.HalfOpen)),
            new Effect.UsePath(path),
            new Effect.SendIsakmp(Attempt.Message(own, new RawPayload(IsakmpPayloadType.Hash, proof)), IsAnswered: false));
    }

    /// <summary>The keys came from the preshared key of the first; whoever else may be meant must have the same.</summary>
    private bool IsMeant(ConnectionOptions connection, IkeIdentity peer) =>
        (connection.RemoteIdentity is null || connection.RemoteIdentity.Matches(peer))
        && connection.OwnProof.IsSameAs(Attempt.Connection.OwnProof)
        && connection.PeerProofs.OfType<PresharedKeyMethod>().Any()
        && Phase1Offer.SuitesOf(connection).Contains(Sa.Suite);
}
