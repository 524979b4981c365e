using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Initiator: waits for the responder's public value. <c>&lt;-- HDR, KE, Nr, NAT-D</c>, then <c>HDR*, IDii, [CERT,] HASH_I or SIG_I --></c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Path">Where the peer is.</param>
/// <param name="Exchange">Our half of the key exchange.</param>
/// <param name="Nonce">Ni.</param>
internal sealed record ExpectMainModeKey(MainModeAttempt Attempt, IkePath Path, InitiatedExchange Exchange, Octets Nonce) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp { Content: { Encrypted: null } message } when Attempt.Owns(message) && MainModeAttempt.HasKey(message) => Take(message),
        IkeInput.RequestUnanswered => Transition.Close(IsakmpFailures.Unanswered(Attempt.Connection, Path, heard: null, isAfterIdentity: false)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    /// <inheritdoc/>
    public override void EraseSecrets() => Exchange.Dispose();

    private Transition Take(IsakmpMessage message)
    {
        if (!Exchange.TryFinish(message.BodyOf(IsakmpPayloadType.KeyExchange)!.Value.Span, out SecretBytes? secret))
        {
            return Stay();
        }

        using (secret)
        {
            Phase1Sa sa = Attempt.Derive(message, Exchange.PublicValue.ToArray(), Nonce, secret, Path);
            Exchange.Dispose();

            // RFC 3947 §4: from here on the initiator uses the port that NATs leave alone.
            IkePath path = sa.UsesUdpEncapsulation ? Path.Floated : Path;
            return new Transition(
                new ExpectMainModeProof(Attempt, path, sa),
                [
                    new Effect.AcceptIsakmp(),
                    new Effect.ProtectIsakmp(sa),
                    new Effect.UsePath(path),
                    new Effect.SendIsakmp(Attempt.Message(Proof(sa)), IsAnswered: true),
                ]);
        }
    }

    private IReadOnlyList<IsakmpPayload> Proof(Phase1Sa sa)
    {
        IReadOnlyList<IsakmpPayload> proof = new Phase1Authentication(sa).Prove(Attempt.Connection);
        return Attempt.Connection.SendsInitialContact
            ? [.. proof, IsakmpNotices.About(sa, NotifyType.InitialContact, default)]
            : proof;
    }
}
