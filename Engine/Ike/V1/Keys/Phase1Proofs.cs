using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>HASH_I and HASH_R, which authenticate phase 1 as they are or signed (RFC 2409 §5).</summary>
/// <remarks>
/// <code>
/// HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)
/// HASH_R = prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)
/// </code>
/// With GSS-API, names and tokens follow (draft-ietf-ipsec-isakmp-gss-auth-07 §3). Whoever compares them does it in constant time.
/// </remarks>
/// <param name="hash">The negotiated hash.</param>
/// <param name="exchange">What was said.</param>
public sealed class Phase1Proofs(Phase1Hash hash, Phase1Exchange exchange)
{
    /// <summary>HASH_I.</summary>
    /// <param name="skeyid">SKEYID.</param>
    /// <param name="identity">IDii_b: the body of the initiator's ID payload exactly as it was sent.</param>
    /// <param name="gss">With GSS-API, what follows: the initiator's name and tokens.</param>
    public byte[] OfInitiator(SecretBytes skeyid, Octets identity, ReadOnlySpan<byte> gss = default)
    {
        ArgumentNullException.ThrowIfNull(skeyid);
        return Compute(
            skeyid,
            (exchange.InitiatorPublic, exchange.ResponderPublic),
            (exchange.InitiatorCookie, exchange.ResponderCookie),
            identity,
            gss);
    }

    /// <summary>HASH_R.</summary>
    /// <param name="skeyid">SKEYID.</param>
    /// <param name="identity">IDir_b: the body of the responder's ID payload exactly as it was sent.</param>
    /// <param name="gss">With GSS-API, what follows: the responder's name and tokens.</param>
    public byte[] OfResponder(SecretBytes skeyid, Octets identity, ReadOnlySpan<byte> gss = default)
    {
        ArgumentNullException.ThrowIfNull(skeyid);
        return Compute(
            skeyid,
            (exchange.ResponderPublic, exchange.InitiatorPublic),
            (exchange.ResponderCookie, exchange.InitiatorCookie),
            identity,
            gss);
    }

    private byte[] Compute(
        SecretBytes skeyid,
        (Octets Own, Octets Other) publics,
        (ulong Own, ulong Other) cookies,
        Octets identity,
        ReadOnlySpan<byte> gss)
    {
        Span<byte> cookieBytes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(cookieBytes, cookies.Own);
        BinaryPrimitives.WriteUInt64BigEndian(cookieBytes[sizeof(ulong)..], cookies.Other);
        using PrfKey key = hash.Prf.Expand(skeyid.Span);
        key.Append(publics.Own.Span);
        key.Append(publics.Other.Span);
        key.Append(cookieBytes);
        key.Append(exchange.InitiatorSa.Span);
        key.Append(identity.Span);
        key.Append(gss);
        var output = new byte[hash.Length];
        key.Finish(output);
        return output;
    }
}
