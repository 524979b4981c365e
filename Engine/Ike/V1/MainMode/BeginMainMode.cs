using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Nothing was sent yet: waits for the order to initiate. <c>HDR, SA, VID --></c></summary>
/// <param name="Connection">With whom and how.</param>
/// <param name="Path">Where the peer is.</param>
internal sealed record BeginMainMode(ConnectionOptions Connection, IkePath Path) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means)
    {
        if (input is not IkeInput.Order { What: IkeOrder.Initiate })
        {
            return input is IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } ? Transition.Close(null) : Stay();
        }

        if (Phase1Offer.SuitesOf(Connection) is not { Count: > 0 } suites)
        {
            return Transition.Close(IsakmpFailures.NothingToOffer(Connection));
        }

        var message = new IsakmpMessage
        {
            InitiatorCookie = means.Spis.NextIkeSpi(),
            Exchange = IsakmpExchangeType.MainMode,
            Payloads = [Phase1Choice.Offer(suites, Phase1Offer.LifetimeOf(Connection)), .. PeerAbilities.Announcement],
        };
        var attempt = new MainModeAttempt
        {
            Connection = Connection,
            IsInitiator = true,
            InitiatorCookie = message.InitiatorCookie,
            InitiatorSa = message.BodyOf(IsakmpPayloadType.SecurityAssociation)!.Value,
        };
        return new Transition(new ExpectMainModeSa(attempt, Path), [new Effect.SendIsakmp(message, IsAnswered: true)]);
    }
}
