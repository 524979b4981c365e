using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>The peer signs with the key of a certificate that leads to one of our anchors, and that names its identity.</summary>
/// <param name="store">Anchors, intermediates and revocation lists.</param>
public sealed class CertificateTrust(CertificateStore store) : IPeerProof
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
        List<Certificate> sent = Read(claim.Certificates);
        if ((sent.FirstOrDefault() ?? Stored) is not { } endEntity)
        {
            return Refuse(AuthenticationProblem.NoCertificate, $"{claim.Identity} sent no certificate that can be read");
        }

        var rules = new CertificateRules
        {
            At = context.At,
            Identity = claim.Identity.ToGeneralName(),
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
            return Refuse(AuthenticationProblem.CertificateRefused, $"no certificate can name {claim.Identity}") with { Certificate = verdict };
        }

        return CheckSignature(context, claim, endEntity) with { Certificate = verdict };
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

    /// <summary>What can be read of what was sent; certificates of other encodings are passed over.</summary>
    private static List<Certificate> Read(IReadOnlyList<CertPayload> payloads)
    {
        var certificates = new List<Certificate>();
        foreach (CertPayload payload in payloads.Where(payload => payload.Encoding == CertEncoding.X509Signature))
        {
            if (Certificate.TryRead(payload.Certificate.Span, out Certificate? certificate))
            {
                certificates.Add(certificate);
            }
        }

        return certificates;
    }

    private static AuthenticationVerdict Refuse(AuthenticationProblem problem, string explanation) =>
        new(problem) { Explanation = explanation };
}
