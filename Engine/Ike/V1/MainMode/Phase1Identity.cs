using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>Who is who in phase 1: the kinds of identity have the same numbers as in IKEv2 (RFC 2407 §4.6.2.1).</summary>
internal static class Phase1Identity
{
    /// <summary>Our ID payload.</summary>
    internal static IdPayload Of(IkeIdentity identity) => new((IdType)identity.Kind, Protocol: 0, Port: 0, identity.Value);

    /// <summary>Who the peer says that it is.</summary>
    internal static IkeIdentity Of(IdPayload payload) => new((Wire.Ike.V2.Identities.IdType)payload.Kind, payload.Identity);

    /// <summary>IDii_b or IDir_b of a payload that we send.</summary>
    internal static Octets BodyOf(IdPayload payload)
    {
        var message = new IsakmpMessage { InitiatorCookie = 0, Exchange = IsakmpExchangeType.MainMode, Payloads = [payload] };
        return message.BodyOf(IsakmpPayloadType.Identification)!.Value;
    }
}
