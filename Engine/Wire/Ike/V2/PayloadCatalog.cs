using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>Which payload type is read by what: one row each.</summary>
internal static class PayloadCatalog
{
    /// <summary>Reads one payload.</summary>
    /// <param name="slice">Where it lies, and its type.</param>
    /// <param name="body">Its body.</param>
    /// <param name="error">What is wrong when null is returned.</param>
    internal static IkePayload? TryRead(in PayloadSlice slice, Octets body, out IkeReadError error)
    {
        error = IkeReadError.None;
        return slice.Type switch
        {
            PayloadType.SecurityAssociation => SaPayload.TryRead(body, out error),
            PayloadType.KeyExchange => KePayload.TryRead(body, out error),
            PayloadType.IdInitiator or PayloadType.IdResponder => IdPayload.TryRead(slice.Type, body, out error),
            PayloadType.Certificate => CertPayload.TryRead(body, out error),
            PayloadType.CertificateRequest => CertRequestPayload.TryRead(body, out error),
            PayloadType.Authentication => AuthPayload.TryRead(body, out error),
            PayloadType.Nonce => NoncePayload.TryRead(body, out error),
            PayloadType.Notify => NotifyPayload.TryRead(body, out error),
            PayloadType.Delete => DeletePayload.TryRead(body, out error),
            PayloadType.VendorId => new VendorIdPayload(body),
            PayloadType.TsInitiator or PayloadType.TsResponder => TsPayload.TryRead(slice.Type, body, out error),
            PayloadType.Encrypted => new EncryptedPayload(slice.Next, body),
            PayloadType.EncryptedFragment => EncryptedFragmentPayload.TryRead(slice.Next, body, out error),
            PayloadType.Configuration or PayloadType.Eap => new RawPayload(slice.Type, body),
            _ => TryKeep(slice, body, out error),
        };
    }

    private static RawPayload? TryKeep(in PayloadSlice slice, Octets body, out IkeReadError error)
    {
        // RFC 7296 §2.5: an unknown payload is skipped, unless its sender insists that it is understood.
        error = slice.IsCritical ? IkeReadError.UnknownCriticalPayload : IkeReadError.None;
        return slice.IsCritical ? null : new RawPayload(slice.Type, body);
    }
}
