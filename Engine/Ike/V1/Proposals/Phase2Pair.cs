using System.Buffers.Binary;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>What was chosen for one pair of IPsec SAs.</summary>
/// <param name="Suite">Its algorithms.</param>
/// <param name="Mode">How packets are wrapped.</param>
/// <param name="Lifetime">What the peer says about its lifetime.</param>
/// <param name="Chosen">The peer's proposal with the chosen transform alone; its SPI is the peer's.</param>
public sealed record Phase2Pair(Phase2Suite Suite, EncapsulationMode Mode, NegotiatedLifetime Lifetime, SaProposal Chosen)
{
    /// <summary>The peer's inbound SPI: what our packets to it carry.</summary>
    public uint PeerSpi => BinaryPrimitives.ReadUInt32BigEndian(Chosen.Spi.Span);
}
