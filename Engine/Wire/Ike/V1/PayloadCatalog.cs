using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>Which payload type is read by what: one row each.</summary>
internal static class PayloadCatalog
{
    /// <summary>Reads one payload.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="body">Its body.</param>
    /// <param name="error">What is wrong when null is returned.</param>
    internal static IsakmpPayload? TryRead(IsakmpPayloadType type, Octets body, out IkeReadError error)
    {
        error = IkeReadError.None;
        return type switch
        {
            IsakmpPayloadType.SecurityAssociation => SaPayload.TryRead(body, out error),
            IsakmpPayloadType.KeyExchange or IsakmpPayloadType.Hash or IsakmpPayloadType.Signature =>
                RawPayload.TryReadFilled(type, body, out error),
            IsakmpPayloadType.Identification => IdPayload.TryRead(body, out error),
            IsakmpPayloadType.Certificate or IsakmpPayloadType.CertificateRequest => CertPayload.TryRead(type, body, out error),
            IsakmpPayloadType.Nonce => RawPayload.TryReadNonce(body, out error),
            IsakmpPayloadType.Notification => NotifyPayload.TryRead(body, out error),
            IsakmpPayloadType.Delete => DeletePayload.TryRead(body, out error),
            IsakmpPayloadType.Attributes => AttributesPayload.TryRead(body, out error),
            IsakmpPayloadType.NatOriginalAddress or IsakmpPayloadType.NatOriginalAddressOfDraft =>
                NatOriginalAddressPayload.TryRead(type, body, out error),
            IsakmpPayloadType.Fragment => FragmentPayload.TryRead(body, out error),
            _ => new RawPayload(type, body),
        };
    }
}
