using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Initiator: waits for what the responder has chosen. <c>&lt;-- HDR, SA, VID</c>, then <c>HDR, KE, Ni, NAT-D --></c></summary>
/// <param name="Attempt">What is known.</param>
/// <param name="Path">Where the peer is.</param>
internal sealed record ExpectMainModeSa(MainModeAttempt Attempt, IkePath Path) : IkeState
{
    /// <summary>An error that came in the clear: nobody knows from whom, but it explains a silence.</summary>
    internal NotifyType? Heard { get; init; }

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp { Content: { Encrypted: null } message } when Attempt.Owns(message) => Take(message, means),
        IkeInput.Isakmp { Content: { Exchange: IsakmpExchangeType.Informational } message } => Hear(message),
        IkeInput.RequestUnanswered => Transition.Close(IsakmpFailures.Unanswered(Attempt.Connection, Path, Heard, isAfterIdentity: false)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    private Transition Take(IsakmpMessage message, IkeMeans means)
    {
        if (message.Find<SaPayload>() is not { } answer
            || Phase1Choice.TryAccept(answer, Phase1Offer.SuitesOf(Attempt.Connection)) is not { } choice)
        {
            return Stay();
        }

        MainModeAttempt attempt = Attempt with
        {
            ResponderCookie = message.ResponderCookie,
            Suite = choice.Suite,
            Abilities = PeerAbilities.Of(message),
        };
        InitiatedExchange exchange = attempt.BeginExchange(means);
        byte[] nonce = means.Nonce();
        return new Transition(
            new ExpectMainModeKey(attempt, Path, exchange, nonce),
            [
                new Effect.AcceptIsakmp(),
                new Effect.SendIsakmp(attempt.KeyMessage(exchange.PublicValue.ToArray(), nonce, Path, [Attempt.Connection]), IsAnswered: true),
            ]);
    }

    private Transition Hear(IsakmpMessage message) => message.Find<NotifyPayload>() is { IsError: true } error
        ? new Transition(this with { Heard = error.Notify }, [])
        : Stay();
}
