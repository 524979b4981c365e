using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>The peer signs with the key of a certificate that leads to one of our anchors, and that names its identity.</summary>
/// <param name="store">Anchors, intermediates and revocation lists.</param>
public sealed class CertificateTrust(CertificateStore store) : IPeerProof, IPhase1Verifier
{
    // Another one since a reload; read once for each proof.
    private volatile CertificateStore _store = store;

    /// <summary>How much must be known about revocation.</summary>
    public RevocationPolicy Revocation { get; init; } = RevocationPolicy.IfAvailable;

    /// <summary>Which anchors of the store count for this peer; null for all.</summary>
    public IReadOnlyCollection<Certificate>? Anchors { get; init; }

    /// <summary>The peer's certificate, for peers that send none; null when it must send one.</summary>
    public Certificate? Stored { get; init; }

    /// <summary>Also believes signatures with SHA-1 and short RSA keys.</summary>
    public bool AllowLegacy { get; init; }

    /// <inheritdoc/>
    public string Name => "certificate";

    /// <inheritdoc/>
    public IReadOnlyList<IkePayload> Requests =>
        [new CertRequestPayload(CertEncoding.X509Signature, CertificateStore.KeyHashes(Anchors ?? _store.Anchors))];

    /// <inheritdoc/>
    public IReadOnlyList<Octets> Authorities => [.. (Anchors ?? _store.Anchors).Select(anchor => new Octets(anchor.Subject.Encoded)).Distinct()];

    /// <inheritdoc/>
    public bool Fits(AuthPayload proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return proof.Method is AuthMethod.DigitalSignature or AuthMethod.RsaSignature
            or AuthMethod.EcdsaSha256 or AuthMethod.EcdsaSha384 or AuthMethod.EcdsaSha512;
    }

    /// <inheritdoc/>
    public AuthenticationVerdict Check(ProofContext context, PeerClaim claim)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(claim);
        List<Certificate> sent = Read(
            claim.Certificates.Where(payload => payload.Encoding == CertEncoding.X509Signature).Select(payload => payload.Certificate));
        AuthenticationVerdict verdict = Trust(claim.Identity, sent, context.At, out Certificate? endEntity);
        return endEntity is null ? verdict : CheckSignature(context, claim, endEntity) with { Certificate = verdict.Certificate };
    }

    /// <inheritdoc/>
    public AuthenticationVerdict Check(Phase1Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);

        // IKEv1 does not say that the end entity's comes first (RFC 4945 §3.3).
        List<Certificate> sent = Read(claim.Certificates);
        if (claim.Identity.ToGeneralName() is { } name)
        {
            sent = [.. sent.OrderBy(certificate => certificate.HasName(name) ? 0 : 1)];
        }

        AuthenticationVerdict verdict = Trust(claim.Identity, sent, claim.At, out Certificate? endEntity);
        return endEntity is null ? verdict : CheckSignature(claim, endEntity) with { Certificate = verdict.Certificate };
    }

    /// <inheritdoc/>
    public bool IsSameAs(IPeerProof other) => other is CertificateTrust trust
        && (Revocation, AllowLegacy) == (trust.Revocation, trust.AllowLegacy)
        && Equals(Stored, trust.Stored)
        && (Anchors is null ? trust.Anchors is null : trust.Anchors is not null && Anchors.ToHashSet().SetEquals(trust.Anchors))
        && _store.HasSameCertificates(trust._store);

    /// <inheritdoc/>
    public void Renew(IPeerProof other)
    {
        if (other is CertificateTrust trust)
        {
            _store = trust._store;
        }
    }

    /// <inheritdoc/>
    public bool Uses(IDisposable credential) => false;

    /// <summary>Looks for the certificate whose key may speak for an identity.</summary>
    /// <param name="identity">Who the peer says it is.</param>
    /// <param name="sent">What it sent that can be read, the end entity's first.</param>
    /// <param name="at">The time.</param>
    /// <param name="trusted">The certificate; null when there is none, and the verdict says why.</param>
    private AuthenticationVerdict Trust(IkeIdentity identity, List<Certificate> sent, DateTimeOffset at, out Certificate? trusted)
    {
        trusted = null;
        if ((sent.FirstOrDefault() ?? Stored) is not { } endEntity)
        {
            return Refuse(AuthenticationProblem.NoCertificate, $"{identity} sent no certificate that can be read");
        }

        var rules = new CertificateRules
        {
            At = at,
            Identity = identity.ToGeneralName(),
            Anchors = Anchors,
            Revocation = Revocation,
            AllowLegacy = AllowLegacy,
        };
        CertificateVerdict verdict = CertificateCheck.Check(_store, endEntity, [.. sent.Skip(1)], rules);
        if (!verdict.IsTrusted)
        {
            return Refuse(AuthenticationProblem.CertificateRefused, CertificateAdvice.Problem(verdict)) with { Certificate = verdict };
        }

        // A key id, or bytes that are no name, can be nobody's: without this any certificate would do for them.
        if (rules.Identity is null)
        {
            return Refuse(AuthenticationProblem.CertificateRefused, $"no certificate can name {identity}") with { Certificate = verdict };
        }

        trusted = endEntity;
        return AuthenticationVerdict.Believed with { Certificate = verdict };
    }

    private static AuthenticationVerdict CheckSignature(Phase1Claim claim, Certificate endEntity)
    {
        if (SignatureMethods.Of(endEntity.Key!.Kind) != claim.Method)
        {
            return Refuse(
                AuthenticationProblem.UnknownAlgorithm, $"{claim.Identity} signs with a key of kind {endEntity.Key.Kind}, not by {claim.Method}");
        }

        return endEntity.Key.VerifyDigest(claim.Hash.Span, claim.Signature.Span)
            ? AuthenticationVerdict.Believed
            : Refuse(AuthenticationProblem.WrongSignature, $"the signature of {claim.Identity} by {claim.Method} is wrong");
    }

    private AuthenticationVerdict CheckSignature(ProofContext context, PeerClaim claim, Certificate endEntity)
    {
        if (!TryReadSignature(claim.Proof, out SignatureAlgorithm algorithm, out Octets signature)
            || (algorithm.IsLegacy && !AllowLegacy))
        {
            return Refuse(
                AuthenticationProblem.UnknownAlgorithm, $"{claim.Identity} signs by method {claim.Proof.Method} in a way that is not allowed");
        }

        return endEntity.Key!.Verify(algorithm, context.SignedOctets.Span, signature.Span)
            ? AuthenticationVerdict.Believed
            : Refuse(AuthenticationProblem.WrongSignature, $"the signature of {claim.Identity} by {algorithm} is wrong");
    }

    private static bool TryReadSignature(AuthPayload proof, out SignatureAlgorithm algorithm, out Octets signature)
    {
        if (proof.Method != AuthMethod.DigitalSignature)
        {
            signature = proof.Proof;
            return SignatureCatalog.TryFind((int)proof.Method, out algorithm);
        }

        algorithm = null!;
        signature = default;
        if (!DigitalSignature.TryRead(proof.Proof, out DigitalSignature digital))
        {
            return false;
        }

        signature = digital.Signature;
        return SignatureCatalog.TryRead(digital.Algorithm.Span, out algorithm);
    }

    /// <summary>What can be read of what was sent.</summary>
    private static List<Certificate> Read(IEnumerable<Octets> sent)
    {
        var certificates = new List<Certificate>();
        foreach (Octets encoded in sent)
        {
            if (Certificate.TryRead(encoded.Span, out Certificate? certificate))
            {
                certificates.Add(certificate);
            }
        }

        return certificates;
    }

    private static AuthenticationVerdict Refuse(AuthenticationProblem problem, string explanation) =>
        new(problem) { Explanation = explanation };
}
