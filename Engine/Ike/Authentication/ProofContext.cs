using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>What a proof is made over.</summary>
/// <param name="Prf">The negotiated pseudorandom function.</param>
/// <param name="SignedOctets">The bytes of <see cref="Authentication.SignedOctets"/>: of us when we prove, of the peer when we check.</param>
/// <param name="Hashes">SIGNATURE_HASH_ALGORITHMS of the one who checks; empty when it knows no method 14 (RFC 7427 §4).</param>
/// <param name="At">The time of the check.</param>
public sealed record ProofContext(Prf Prf, Octets SignedOctets, IReadOnlyCollection<SignatureHash> Hashes, DateTimeOffset At);
