namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>What stands behind the header of an encrypted message (RFC 2408 §3.1, RFC 2409 appendix B).</summary>
/// <param name="First">The type of the first payload inside: the next payload field of the header, which is not encrypted.</param>
/// <param name="Ciphertext">The payloads with their padding, encrypted; at least one byte.</param>
public sealed record EncryptedBody(IsakmpPayloadType First, Octets Ciphertext);
