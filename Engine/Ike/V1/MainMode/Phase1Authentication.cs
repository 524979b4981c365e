using System.Security.Cryptography;
using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>The last two messages of main mode: who somebody is, and the proof of it (RFC 2409 §5.1, §5.4).</summary>
/// <remarks>
/// <code>
/// HDR*, ID, HASH              preshared key: who can say this at all has the key
/// HDR*, ID, [CERT, ...] SIG   signatures over that hash
/// </code>
/// </remarks>
/// <param name="sa">Suite and keys.</param>
internal sealed class Phase1Authentication(Phase1Sa sa)
{
    private bool Signs => sa.Suite.Method != OakleyAuthMethod.PresharedKey;

    /// <summary>Our identity with its proof.</summary>
    /// <param name="connection">One that has the suite.</param>
    internal IReadOnlyList<IsakmpPayload> Prove(ConnectionOptions connection)
    {
        IdPayload id = Phase1Identity.Of(connection.LocalIdentity);
        byte[] hash = HashOf(sa.IsInitiator, Phase1Identity.BodyOf(id));
        if (!Signs)
        {
            return [id, new RawPayload(IsakmpPayloadType.Hash, hash)];
        }

        var signer = (IPhase1Signer)connection.OwnProof;
        return
        [
            id,
            .. signer.Chain.Select(certificate => new CertPayload(IsakmpPayloadType.Certificate, CertEncoding.X509Signature, certificate)),
            new RawPayload(IsakmpPayloadType.Signature, signer.SignHash(hash)),
        ];
    }

    /// <summary>Reads who the peer says it is.</summary>
    /// <param name="message">Its message, opened.</param>
    /// <param name="peer">Its identity; not usable when false is returned.</param>
    /// <returns>
    /// False when the message is incomplete, or its HASH is not of our preshared key: nobody with the keys of this phase 1 would send it.
    /// </returns>
    internal bool TryRead(IsakmpMessage message, out IkeIdentity peer)
    {
        peer = null!;
        if (message.Find<IdPayload>() is not { } id || message.BodyOf(IsakmpPayloadType.Identification) is not { } body)
        {
            return false;
        }

        peer = Phase1Identity.Of(id);
        return Signs
            ? message.BodyOf(IsakmpPayloadType.Signature) is not null
            : message.BodyOf(IsakmpPayloadType.Hash) is { } hash && CryptographicOperations.FixedTimeEquals(hash.Span, HashOf(!sa.IsInitiator, body));
    }

    /// <summary>Judges the proof of a message that was read.</summary>
    /// <param name="connection">One that has the suite and expects such a peer.</param>
    /// <param name="message">The message.</param>
    /// <param name="at">The time.</param>
    internal AuthenticationVerdict Judge(ConnectionOptions connection, IsakmpMessage message, DateTimeOffset at)
    {
        if (!TryRead(message, out IkeIdentity peer))
        {
            return new AuthenticationVerdict(AuthenticationProblem.Incomplete) { Explanation = "the message lacks ID, HASH or SIG" };
        }

        return Signs ? JudgeSignature(connection, message, peer, at) : AuthenticationVerdict.Believed;
    }

    private AuthenticationVerdict JudgeSignature(ConnectionOptions connection, IsakmpMessage message, IkeIdentity peer, DateTimeOffset at)
    {
        var claim = new Phase1Claim(
            peer,
            sa.Suite.Method,
            HashOf(!sa.IsInitiator, message.BodyOf(IsakmpPayloadType.Identification)!.Value),
            message.BodyOf(IsakmpPayloadType.Signature)!.Value,
            [.. message.Payloads.OfType<CertPayload>().SelectMany(CertificatesIn)],
            at);
        var verdict = new AuthenticationVerdict(AuthenticationProblem.MethodNotAllowed) { Explanation = $"{peer} signs, which you do not allow" };
        foreach (IPhase1Verifier verifier in connection.PeerProofs.OfType<IPhase1Verifier>())
        {
            verdict = verifier.Check(claim);
            if (verdict.IsAuthentic)
            {
                break;
            }
        }

        return verdict;
    }

    /// <summary>We send one certificate a payload; some peers send a whole chain in PKCS #7 (RFC 4945 §3.3.1). Lists and others are passed over.</summary>
    private static IEnumerable<Octets> CertificatesIn(CertPayload payload) => payload switch
    {
        { Type: IsakmpPayloadType.Certificate, Encoding: CertEncoding.X509Signature } => [payload.Content],
        { Type: IsakmpPayloadType.Certificate, Encoding: CertEncoding.Pkcs7 } =>
            CertificateBundle.Read(payload.Content.Memory).Select(certificate => new Octets(certificate)),
        _ => [],
    };

    private byte[] HashOf(bool initiator, Octets identity)
    {
        var proofs = new Phase1Proofs(ProofHash(sa.Suite), sa.Exchange);
        return initiator ? proofs.OfInitiator(sa.Keys.Skeyid, identity) : proofs.OfResponder(sa.Keys.Skeyid, identity);
    }

    /// <summary>The hash of HASH_I and HASH_R: a method that goes with one hash overrides what was negotiated, for this alone (RFC 2409 §5.1).</summary>
    internal static Phase1Hash ProofHash(Phase1Suite suite) => suite.Method switch
    {
        OakleyAuthMethod.EcdsaSha256 => Phase1Hash.Find(OakleyHash.Sha256)!,
        OakleyAuthMethod.EcdsaSha384 => Phase1Hash.Find(OakleyHash.Sha384)!,
        OakleyAuthMethod.EcdsaSha512 => Phase1Hash.Find(OakleyHash.Sha512)!,
        _ => suite.Hash,
    };
}
