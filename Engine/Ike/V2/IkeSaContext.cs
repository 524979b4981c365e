using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2;

/// <summary>What, beside secrets, the keys of an IKE SA come from (RFC 7296 §2.14).</summary>
/// <param name="InitiatorNonce">Ni, of the exchange that makes the SA.</param>
/// <param name="ResponderNonce">Nr, of the same exchange.</param>
/// <param name="InitiatorSpi">SPIi of the new SA.</param>
/// <param name="ResponderSpi">SPIr of the new SA.</param>
public sealed record IkeSaContext(Octets InitiatorNonce, Octets ResponderNonce, ulong InitiatorSpi, ulong ResponderSpi);
