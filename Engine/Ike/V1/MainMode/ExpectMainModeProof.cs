using System.Security.Cryptography;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Initiator: waits for the responder's proof. <c>&lt;-- HDR*, IDir, HASH_R</c></summary>
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
        IkeInput.RequestUnanswered => Transition.Close(IsakmpFailures.Unanswered(Attempt.Connection, Path, heard: null, isAfterIdentity: true)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Sa.Keys.Dispose();

    private Transition Take(IsakmpMessage message, IkePath path, IkeMeans means)
    {
        if (message.Find<IdPayload>() is not { } id
            || message.BodyOf(IsakmpPayloadType.Identification) is not { } idBody
            || message.BodyOf(IsakmpPayloadType.Hash) is not { } hash
            || !CryptographicOperations.FixedTimeEquals(
                hash.Span, new Phase1Proofs(Sa.Suite.Hash, Sa.Exchange).OfResponder(Sa.Keys.Skeyid, idBody)))
        {
            return Stay();
        }

        IkeIdentity peer = Phase1Identity.Of(id);
        return Attempt.Connection.RemoteIdentity is { } wanted && !wanted.Matches(peer)
            ? Transition.Close(
                IsakmpFailures.UnknownIdentity(Attempt.Connection, peer),
                new Effect.AcceptIsakmp(),
                new Effect.SendIsakmp(IsakmpNotices.Deletion(Sa, means), IsAnswered: false))
            : EstablishedStep.Establish(Sa, Attempt.Connection, peer, path, isInitialContact: false, means, new Effect.AcceptIsakmp());
    }
}
