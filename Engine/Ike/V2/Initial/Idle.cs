using Pipeline.Crypto.KeyExchange;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>Nothing was sent yet: waits for the order to initiate.</summary>
/// <param name="Connection">With whom and how.</param>
/// <param name="Path">Where the peer is.</param>
internal sealed record Idle(ConnectionOptions Connection, IkePath Path) : IkeState
{
    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means)
    {
        if (input is not IkeInput.Order { What: IkeOrder.Initiate })
        {
            return input is IkeInput.Order { What: IkeOrder.Terminate or IkeOrder.Forget } ? Transition.Close(null) : Stay();
        }

        KeyExchangeMethod method = SaInitAttempt.MethodsOf(Connection).First();
        SaInitAttempt attempt = SaInitAttempt.Begin(Connection, Path, method, means);
        return ExpectSaInitReply.Send(attempt, means, reason: null);
    }
}
