namespace Pipeline.Engine.Wire.Ike.V2.Identities;

/// <summary>What authentication data of method 14 consists of (RFC 7427 §3).</summary>
/// <remarks>
/// <code>
/// | ASN.1 Length  | AlgorithmIdentifier ASN.1 object | Signature Value |
/// </code>
/// </remarks>
/// <param name="Algorithm">AlgorithmIdentifier, DER; 1 to 255 bytes.</param>
/// <param name="Signature">The signature value.</param>
public sealed record DigitalSignature(Octets Algorithm, Octets Signature)
{
    /// <summary>Reads authentication data.</summary>
    /// <returns>False when the algorithm is missing or reaches beyond the end; <paramref name="signature"/> is then not usable.</returns>
    public static bool TryRead(Octets proof, out DigitalSignature signature)
    {
        signature = null!;
        if (proof.IsEmpty || proof.Span[0] == 0 || proof.Length < 1 + proof.Span[0])
        {
            return false;
        }

        int length = proof.Span[0];
        signature = new DigitalSignature(proof.Slice(1, length), proof.Slice(1 + length));
        return true;
    }

    /// <summary>The authentication data.</summary>
    public byte[] Write() => [(byte)Algorithm.Length, .. Algorithm.Span, .. Signature.Span];
}
