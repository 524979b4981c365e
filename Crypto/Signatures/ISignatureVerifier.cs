namespace Pipeline.Crypto.Signatures;

/// <summary>A public key of one family. Safe on all threads.</summary>
internal interface ISignatureVerifier
{
    /// <summary>What kind of key it is.</summary>
    KeyKind Kind { get; }

    /// <summary>Bits of the modulus or of the field.</summary>
    int Bits { get; }

    /// <summary>Verifies a signature made in a way that fits the key; false when it is wrong or malformed.</summary>
    bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Verifies a signature of a digest, as <see cref="PublicKey.VerifyDigest"/> says; never called where <see cref="KeyKinds.SignsDigests"/> is false.</summary>
    bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature);
}
