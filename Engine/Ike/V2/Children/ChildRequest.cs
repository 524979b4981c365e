using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>What a peer asks for when it wants a pair of Child SAs.</summary>
/// <param name="Offer">SA.</param>
/// <param name="Selectors">TSr and TSi: our side and its side.</param>
/// <param name="Key">KE; null without one.</param>
/// <param name="WantsTransport">True for transport mode, if we like it too (RFC 7296 §1.3.1).</param>
internal sealed record ChildRequest(SaPayload Offer, ChildSelectors Selectors, KePayload? Key, bool WantsTransport)
{
    /// <summary>Finds it in a request.</summary>
    /// <returns>False when a payload is missing: then it asks for none, or is malformed.</returns>
    internal static bool TryRead(IkeMessage message, out ChildRequest request)
    {
        request = null!;
        if (message.Find<SaPayload>() is not { } offer
            || message.Find<TsPayload>(PayloadType.TsInitiator) is not { } initiator
            || message.Find<TsPayload>(PayloadType.TsResponder) is not { } responder)
        {
            return false;
        }

        request = new ChildRequest(
            offer, ChildSelectors.Of(initiator, responder, isInitiator: false), message.Find<KePayload>(), message.Find(NotifyType.UseTransportMode) is not null);
        return true;
    }
}
