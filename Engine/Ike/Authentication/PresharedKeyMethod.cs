using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>Both know a secret: AUTH = prf(prf(secret, "Key Pad for IKEv2"), signed octets) (RFC 7296 §2.15).</summary>
/// <param name="secret">The secret; the caller owns and erases it.</param>
public sealed class PresharedKeyMethod(SecretBytes secret) : IOwnProof, IPeerProof
{
    private static ReadOnlySpan<byte> KeyPad => "Key Pad for IKEv2"u8;

    /// <summary>The secret: IKEv1 derives its keys from it (RFC 2409 §5.4). Not to be kept.</summary>
    internal SecretBytes Secret => secret;

    /// <inheritdoc cref="IOwnProof.Name"/>
    public string Name => "preshared key";

    /// <inheritdoc/>
    public IReadOnlyList<IkePayload> Requests => [];

    /// <inheritdoc/>
    public IReadOnlyList<IkePayload> Certificates(IReadOnlyList<CertRequestPayload> requests) => [];

    /// <inheritdoc/>
    public AuthPayload? TryProve(ProofContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new AuthPayload(AuthMethod.SharedKey, Compute(context));
    }

    /// <inheritdoc/>
    public bool Fits(AuthPayload proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return proof.Method == AuthMethod.SharedKey;
    }

    /// <inheritdoc/>
    public AuthenticationVerdict Check(ProofContext context, PeerClaim claim)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(claim);
        if (CryptographicOperations.FixedTimeEquals(Compute(context), claim.Proof.Proof.Span))
        {
            return AuthenticationVerdict.Believed;
        }

        return new AuthenticationVerdict(AuthenticationProblem.WrongPresharedKey)
        {
            Explanation = $"{claim.Identity} proves another preshared key than ours",
        };
    }

    /// <inheritdoc/>
    public bool IsSameAs(IOwnProof other) => other is PresharedKeyMethod method && method.HasSecret(secret);

    /// <inheritdoc/>
    public bool IsSameAs(IPeerProof other) => other is PresharedKeyMethod method && method.HasSecret(secret);

    /// <inheritdoc/>
    public void Renew(IPeerProof other)
    {
        // A secret is all there is.
    }

    /// <inheritdoc cref="IOwnProof.Uses"/>
    public bool Uses(IDisposable credential) => ReferenceEquals(credential, secret);

    private bool HasSecret(SecretBytes other) => secret.FixedTimeEquals(other.Span);

    private byte[] Compute(ProofContext context)
    {
        using SecretBytes key = SecretBytes.Create(
            context.Prf.OutputLength, (context.Prf, secret), static (output, state) => state.Prf.Compute(state.secret.Span, KeyPad, output));
        var proof = new byte[context.Prf.OutputLength];
        context.Prf.Compute(key.Span, context.SignedOctets.Span, proof);
        return proof;
    }
}
