using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>The algorithms that a pair of Child SAs was negotiated to use.</summary>
/// <param name="Protocol">ESP or AH.</param>
/// <param name="Transform">Protects packets.</param>
/// <param name="ExtendedSequence">True for sequence numbers of 64 bits.</param>
/// <param name="KeyExchange">Perfect forward secrecy: a key exchange of its own; null without.</param>
public sealed record ChildSuite(SaProtocol Protocol, PacketTransform Transform, bool ExtendedSequence, KeyExchangeMethod? KeyExchange)
{
    /// <summary>For logs: <c>esp aes128-gcm esn curve25519</c>.</summary>
    public override string ToString() => string.Join(
        ' ',
        new[] { Protocol == SaProtocol.Ah ? "ah" : "esp", Transform.Name, ExtendedSequence ? "esn" : null, KeyExchange?.Name }.OfType<string>());

    /// <summary>The suite of one chosen algorithm of each type.</summary>
    internal static ChildSuite Of(ProposalMatch match, SaProtocol protocol) => new(
        protocol,
        protocol == SaProtocol.Ah ? match.AhTransform() : match.EspTransform(),
        match.Of(TransformType.SequenceNumbers) == AlgorithmCatalog.ExtendedSequence,
        AlgorithmCatalog.KeyExchange(match.Of(TransformType.KeyExchange)));
}
