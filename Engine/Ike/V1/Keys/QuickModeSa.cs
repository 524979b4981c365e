using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>What the keys of one pair of IPsec SAs depend on beside SKEYID_d (RFC 2409 §5.5). Nothing secret.</summary>
/// <remarks>A bundle has one of these for each protocol: same nonces, other SPIs.</remarks>
/// <param name="Protocol">ESP or AH.</param>
/// <param name="InitiatorSpi">The SPI that the initiator of the quick mode chose: of packets to it.</param>
/// <param name="ResponderSpi">The SPI that the responder chose: of packets to it.</param>
/// <param name="InitiatorNonce">Ni_b of the quick mode.</param>
/// <param name="ResponderNonce">Nr_b of the quick mode.</param>
public sealed record QuickModeSa(
    IsakmpProtocol Protocol, uint InitiatorSpi, uint ResponderSpi, Octets InitiatorNonce, Octets ResponderNonce);
