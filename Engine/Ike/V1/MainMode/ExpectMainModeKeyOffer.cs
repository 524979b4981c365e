using Pipeline.Crypto;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Responder: waits for the initiator's public value. <c>HDR, KE, Ni, NAT-D --></c>, then <c>&lt;-- HDR, KE, Nr, NAT-D</c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Connections">Those that the peer may mean.</param>
internal sealed record ExpectMainModeKeyOffer(MainModeAttempt Attempt, IReadOnlyList<ConnectionOptions> Connections) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp { Content: { Encrypted: null } message } isakmp when Attempt.Owns(message) && MainModeAttempt.HasKey(message)
            => Take(message, isakmp.Path, means),
        IkeInput.TimerFired { Timer.Kind: IkeTimerKind.HalfOpen } => Transition.Close(IsakmpFailures.HalfOpen(Attempt.Connection, isUnreadable: false)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    private Transition Take(IsakmpMessage message, IkePath path, IkeMeans means)
    {
        ReadOnlySpan<byte> theirs = message.BodyOf(IsakmpPayloadType.KeyExchange)!.Value.Span;
        if (!Attempt.Suite!.Group.TryRespond(means.Random, theirs, out byte[] value, out SecretBytes? secret))
        {
            return Stay();
        }

        using (secret)
        {
            byte[] nonce = means.Nonce();
            Phase1Sa sa = Attempt.Derive(message, value, nonce, secret!, path);
            return new Transition(
                new ExpectMainModeIdentity(Attempt, Connections, sa),
                [
                    new Effect.AcceptIsakmp(),
                    new Effect.SendIsakmp(Attempt.KeyMessage(value, nonce, path, Connections), IsAnswered: false),
                    new Effect.ProtectIsakmp(sa),
                ]);
        }
    }
}
