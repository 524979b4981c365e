using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>Which method of IKEv1 a key signs by (RFC 2409 appendix A, RFC 4754 §4).</summary>
internal static class SignatureMethods
{
    /// <summary>The method; null for keys that IKEv1 does not know.</summary>
    internal static OakleyAuthMethod? Of(KeyKind kind) => kind switch
    {
        KeyKind.Rsa => OakleyAuthMethod.RsaSignature,
        KeyKind.EcdsaP256 => OakleyAuthMethod.EcdsaSha256,
        KeyKind.EcdsaP384 => OakleyAuthMethod.EcdsaSha384,
        KeyKind.EcdsaP521 => OakleyAuthMethod.EcdsaSha512,
        _ => null,
    };
}
