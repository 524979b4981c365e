using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Responder: waits for the first message. <c>HDR, SA, VID --></c>, then <c>&lt;-- HDR, SA, VID</c></summary>
/// <param name="Connections">Those that a peer at that address may mean, the most special first.</param>
internal sealed record ExpectMainModeOffer(IReadOnlyList<ConnectionOptions> Connections) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => input switch
    {
        IkeInput.Isakmp
        {
            Content: { Exchange: IsakmpExchangeType.MainMode, MessageId: 0, ResponderCookie: 0, Encrypted: null } message,
        } isakmp when message.Find<SaPayload>() is { } offer => Take(message, offer, isakmp.Path, means),
        IkeInput.Isakmp isakmp => Transition.Close(IsakmpFailures.NoOffer(Connections[0], isakmp.Path)),
        IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } => Transition.Close(null),
        _ => Stay(),
    };

    private Transition Take(IsakmpMessage message, SaPayload offer, IkePath path, IkeMeans means)
    {
        foreach (ConnectionOptions connection in Connections)
        {
            if (Phase1Choice.TryChoose(offer, Phase1Offer.SuitesOf(connection)) is { } choice)
            {
                return Answer(message, connection, choice, path, means);
            }
        }

        IsakmpMessage refusal = new()
        {
            InitiatorCookie = message.InitiatorCookie,
            ResponderCookie = means.Spis.NextIkeSpi(),
            Exchange = IsakmpExchangeType.Informational,
            Payloads = [new NotifyPayload(NotifyType.NoProposalChosen, IsakmpProtocol.Isakmp, default, default)],
        };
        return Transition.Close(
            IsakmpFailures.NoCommonProposal(Connections[0], offer, path), new Effect.AcceptIsakmp(), new Effect.SendIsakmp(refusal, IsAnswered: false));
    }

    private Transition Answer(IsakmpMessage message, ConnectionOptions connection, Phase1Choice choice, IkePath path, IkeMeans means)
    {
        var attempt = new MainModeAttempt
        {
            Connection = connection,
            IsInitiator = false,
            InitiatorCookie = message.InitiatorCookie,
            ResponderCookie = means.Spis.NextIkeSpi(),
            InitiatorSa = message.BodyOf(IsakmpPayloadType.SecurityAssociation)!.Value,
            Suite = choice.Suite,
            Abilities = PeerAbilities.Of(message),
        };
        return new Transition(
            new ExpectMainModeKeyOffer(attempt, Connections),
            [
                new Effect.AcceptIsakmp(),
                new Effect.StartTimer(new IkeTimer(IkeTimerKind.HalfOpen), connection.HalfOpenTimeout),
                new Effect.SendIsakmp(attempt.Message([choice.Answer, .. PeerAbilities.Announcement]), IsAnswered: false),
            ]);
    }
}
