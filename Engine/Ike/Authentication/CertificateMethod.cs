using System.Globalization;
using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>We sign with the key of a certificate: by RFC 7427 where the peer knows it, else by methods 1 and 9 to 11.</summary>
/// <param name="chain">Our certificate, then those of the CAs between it and an anchor, in order.</param>
/// <param name="key">The private key of the first; the caller owns and erases it.</param>
public sealed class CertificateMethod(IReadOnlyList<Certificate> chain, PrivateKey key) : IOwnProof, IPhase1Signer
{
    /// <inheritdoc/>
    public string Name => $"certificate {chain[0]}";

    /// <inheritdoc/>
    public string NameAt(DateTimeOffset at) => chain.FirstOrDefault(certificate => at > certificate.NotAfter) is { } expired
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}, and {expired} has expired at {expired.NotAfter:u}")
        : Name;

    /// <inheritdoc/>
    public OakleyAuthMethod? Method => SignatureMethods.Of(key.Kind);

    /// <inheritdoc/>
    /// <remarks>Self-signed roots at the end are left out, because who does not have them will not believe them.</remarks>
    public IReadOnlyList<Octets> Chain { get; } =
        [.. chain.Where((certificate, index) => index == 0 || !certificate.Subject.Equals(certificate.Issuer))
            .Select(certificate => new Octets(certificate.Encoded))];

    /// <inheritdoc/>
    /// <remarks>All that we have, whatever the peer asked for: a request is a hint, and we have one chain for a connection.</remarks>
    public IReadOnlyList<IkePayload> Certificates(IReadOnlyList<CertRequestPayload> requests) =>
        [.. Chain.Select(certificate => new CertPayload(CertEncoding.X509Signature, certificate))];

    /// <inheritdoc/>
    public AuthPayload? TryProve(ProofContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (SignatureCatalog.Choices(key.Kind, context.Hashes) is not [var algorithm, ..])
        {
            return null;
        }

        byte[] signature = key.Sign(algorithm, context.SignedOctets.Span);
        return algorithm.Method == SignatureAlgorithm.DigitalSignatureMethod
            ? new AuthPayload(AuthMethod.DigitalSignature, new DigitalSignature(algorithm.Identifier.ToArray(), signature).Write())
            : new AuthPayload((AuthMethod)algorithm.Method, signature);
    }

    /// <inheritdoc/>
    public byte[] SignHash(ReadOnlySpan<byte> hash) => key.SignDigest(hash);

    /// <inheritdoc/>
    /// <remarks>The same certificate has the same key.</remarks>
    public bool IsSameAs(IOwnProof other) => other is CertificateMethod method && method.HasChain(chain);

    /// <inheritdoc/>
    public bool Uses(IDisposable credential) => ReferenceEquals(credential, key);

    private bool HasChain(IReadOnlyList<Certificate> other) => chain.SequenceEqual(other);
}
