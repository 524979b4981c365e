namespace Pipeline.Crypto.Signatures;

/// <summary>What keys of a kind can do.</summary>
internal static class KeyKinds
{
    /// <summary>True when such a key can sign a digest that somebody else made; Ed25519 and Ed448 sign whole messages only (RFC 8032 §5.1.6).</summary>
    internal static bool SignsDigests(this KeyKind kind) => kind is not (KeyKind.Ed25519 or KeyKind.Ed448);
}
