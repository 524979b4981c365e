namespace Pipeline.Crypto.Signatures;

/// <summary>A private key of one family; erased when disposed. One caller at a time.</summary>
internal interface ISigner : IDisposable
{
    /// <summary>Signs in a way that fits the key.</summary>
    byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message);

    /// <summary>Signs a digest, as <see cref="PrivateKey.SignDigest"/> says; never called where <see cref="KeyKinds.SignsDigests"/> is false.</summary>
    byte[] SignDigest(ReadOnlySpan<byte> digest);

    /// <summary>The public key as a SubjectPublicKeyInfo, DER.</summary>
    byte[] ExportPublicKey();
}
