using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2;

/// <summary>All keys of an IKE SA and its Child SAs, from what was negotiated and exchanged (RFC 7296 §2.14, §2.17, §2.18).</summary>
/// <remarks>
/// <code>
/// SKEYSEED = prf(Ni | Nr, g^ir)                                         a first IKE SA
/// SKEYSEED = prf(SK_d (old), g^ir | Ni | Nr | SK(1) | ... | SK(n))      a rekeyed one; old prf (RFC 9370 §2.2.4)
/// SKEYSEED = prf(SK_d (n-1), SK(n) | Ni | Nr)                           after IKE_INTERMEDIATE (RFC 9370 §2.2.2)
/// {SK_d | SK_ai | SK_ar | SK_ei | SK_er | SK_pi | SK_pr} = prf+(SKEYSEED, Ni | Nr | SPIi | SPIr)
/// KEYMAT = prf+(SK_d, [g^ir |] Ni | Nr [| SK(1) | ... | SK(n)])         a Child SA
/// </code>
/// The callers own and erase the secrets that they give.
/// </remarks>
/// <param name="prf">The negotiated pseudorandom function of the IKE SA.</param>
/// <param name="transform">The negotiated suite of the IKE SA; says how long SK_a and SK_e are.</param>
public sealed class KeyScheduleV2(Prf prf, PacketTransform transform)
{
    // RFC 7296 §2.14: of each nonce, where the key of the function has 128 bits.
    private const int ShortenedNonceLength = 8;

    /// <summary>Keys of an IKE SA made by IKE_SA_INIT.</summary>
    /// <param name="sharedSecret">g^ir, in the form that the key exchange method gives.</param>
    /// <param name="context">Nonces and SPIs.</param>
    public IkeSaKeys Initial(SecretBytes sharedSecret, IkeSaContext context)
    {
        ArgumentNullException.ThrowIfNull(sharedSecret);
        ArgumentNullException.ThrowIfNull(context);
        using PrfKey key = prf.Expand(NonceKey(context));
        key.Append(sharedSecret.Span);
        using SecretBytes seed = Finish(key, prf.OutputLength);
        return Expand(seed, context);
    }

    /// <summary>Keys of an IKE SA made by CREATE_CHILD_SA to replace another.</summary>
    /// <param name="oldPrf">The pseudorandom function of the SA that is replaced (RFC 7296 §2.18).</param>
    /// <param name="oldSkD">Its SK_d.</param>
    /// <param name="sharedSecrets">g^ir, then the secrets of additional key exchanges in order.</param>
    /// <param name="context">Nonces and SPIs of the new SA.</param>
    public IkeSaKeys Rekey(Prf oldPrf, SecretBytes oldSkD, IReadOnlyList<SecretBytes> sharedSecrets, IkeSaContext context)
    {
        ArgumentNullException.ThrowIfNull(oldPrf);
        ArgumentNullException.ThrowIfNull(oldSkD);
        ArgumentNullException.ThrowIfNull(context);
        using SecretBytes input = Join(sharedSecrets, context.InitiatorNonce, context.ResponderNonce);
        using PrfKey key = oldPrf.Expand(oldSkD.Span);
        key.Append(input.Span);
        using SecretBytes seed = Finish(key, oldPrf.OutputLength);
        return Expand(seed, context);
    }

    /// <summary>Keys of the same IKE SA after one more key exchange in IKE_INTERMEDIATE (RFC 9370 §2.2.2).</summary>
    /// <param name="current">The keys until then; the caller erases them.</param>
    /// <param name="sharedSecret">SK(n).</param>
    /// <param name="context">Nonces and SPIs of IKE_SA_INIT.</param>
    public IkeSaKeys AfterIntermediate(IkeSaKeys current, SecretBytes sharedSecret, IkeSaContext context)
    {
        ArgumentNullException.ThrowIfNull(current);
        return Rekey(prf, current.SkD, [sharedSecret], context);
    }

    /// <summary>Keys of the same IKE SA with a postquantum preshared key mixed in (RFC 8784 §3).</summary>
    /// <param name="current">The keys until then; the caller erases them.</param>
    /// <param name="ppk">The preshared key.</param>
    public IkeSaKeys WithPpk(IkeSaKeys current, SecretBytes ppk)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new IkeSaKeys
        {
            SkD = PrfPlus.Derive(prf, ppk, current.SkD, prf.KeyLength),
            SkAi = new SecretBytes(current.SkAi.Span),
            SkAr = new SecretBytes(current.SkAr.Span),
            SkEi = new SecretBytes(current.SkEi.Span),
            SkEr = new SecretBytes(current.SkEr.Span),
            SkPi = PrfPlus.Derive(prf, ppk, current.SkPi, prf.KeyLength),
            SkPr = PrfPlus.Derive(prf, ppk, current.SkPr, prf.KeyLength),
        };
    }

    /// <summary>Keys of a pair of Child SAs.</summary>
    /// <param name="skD">SK_d of the IKE SA.</param>
    /// <param name="child">The negotiated suite of the pair.</param>
    /// <param name="initiatorNonce">Ni: of IKE_SA_INIT for the first pair, else of CREATE_CHILD_SA.</param>
    /// <param name="responderNonce">Nr of the same exchange.</param>
    /// <param name="sharedSecrets">g^ir and those of additional key exchanges in order; none without perfect forward secrecy.</param>
    public ChildSaKeys Child(
        SecretBytes skD, PacketTransform child, Octets initiatorNonce, Octets responderNonce, IReadOnlyList<SecretBytes> sharedSecrets)
    {
        ArgumentNullException.ThrowIfNull(child);
        using SecretBytes seed = Join(sharedSecrets, initiatorNonce, responderNonce);
        int length = 2 * (child.EncryptionKeyLength + child.IntegrityKeyLength);
        using var material = new KeyMaterial(PrfPlus.Derive(prf, skD, seed, length));
        return new ChildSaKeys
        {
            InitiatorEncryption = material.Take(child.EncryptionKeyLength),
            InitiatorIntegrity = material.Take(child.IntegrityKeyLength),
            ResponderEncryption = material.Take(child.EncryptionKeyLength),
            ResponderIntegrity = material.Take(child.IntegrityKeyLength),
        };
    }

    private IkeSaKeys Expand(SecretBytes skeyseed, IkeSaContext context)
    {
        var spis = new byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(spis, context.InitiatorSpi);
        BinaryPrimitives.WriteUInt64BigEndian(spis.AsSpan(sizeof(ulong)), context.ResponderSpi);
        using var seed = new SecretBytes([.. context.InitiatorNonce.Span, .. context.ResponderNonce.Span, .. spis]);
        int length = (3 * prf.KeyLength) + (2 * (transform.IntegrityKeyLength + transform.EncryptionKeyLength));
        using var material = new KeyMaterial(PrfPlus.Derive(prf, skeyseed, seed, length));
        return new IkeSaKeys
        {
            SkD = material.Take(prf.KeyLength),
            SkAi = material.Take(transform.IntegrityKeyLength),
            SkAr = material.Take(transform.IntegrityKeyLength),
            SkEi = material.Take(transform.EncryptionKeyLength),
            SkEr = material.Take(transform.EncryptionKeyLength),
            SkPi = material.Take(prf.KeyLength),
            SkPr = material.Take(prf.KeyLength),
        };
    }

    private byte[] NonceKey(IkeSaContext context)
    {
        ReadOnlySpan<byte> initiator = context.InitiatorNonce.Span;
        ReadOnlySpan<byte> responder = context.ResponderNonce.Span;
        return prf.ShortensNonces
            ? [.. initiator[..ShortenedNonceLength], .. responder[..ShortenedNonceLength]]
            : [.. initiator, .. responder];
    }

    private static SecretBytes Finish(PrfKey key, int length) =>
        SecretBytes.Create(length, key, static (output, with) => with.Finish(output));

    /// <summary>[SK(0) |] Ni | Nr [| SK(1) | ... | SK(n)].</summary>
    private static SecretBytes Join(IReadOnlyList<SecretBytes> secrets, Octets initiatorNonce, Octets responderNonce)
    {
        int length = secrets.Sum(secret => secret.Length) + initiatorNonce.Length + responderNonce.Length;
        return SecretBytes.Create(length, (secrets, initiatorNonce, responderNonce), static (output, parts) =>
        {
            if (parts.secrets.Count > 0)
            {
                output = Append(output, parts.secrets[0].Span);
            }

            output = Append(output, parts.initiatorNonce.Span);
            output = Append(output, parts.responderNonce.Span);
            foreach (SecretBytes secret in parts.secrets.Skip(1))
            {
                output = Append(output, secret.Span);
            }
        });
    }

    private static Span<byte> Append(Span<byte> output, ReadOnlySpan<byte> part)
    {
        part.CopyTo(output);
        return output[part.Length..];
    }
}
