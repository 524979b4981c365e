using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>The algorithms that an IKE SA was negotiated to use.</summary>
/// <param name="Transform">Protects messages.</param>
/// <param name="Prf">Derives keys and authenticates.</param>
/// <param name="KeyExchange">Agrees on the secret.</param>
public sealed record IkeSuite(PacketTransform Transform, Prf Prf, KeyExchangeMethod KeyExchange)
{
    /// <summary>For logs: <c>aes128-gcm prfsha256 curve25519</c>.</summary>
    public override string ToString() => $"{Transform.Name} {Prf.Name} {KeyExchange.Name}";

    /// <summary>The suite of one chosen algorithm of each type.</summary>
    internal static IkeSuite Of(ProposalMatch match) => new(
        match.EspTransform(),
        AlgorithmCatalog.Prf(match.Of(TransformType.Prf)),
        AlgorithmCatalog.KeyExchange(match.Of(TransformType.KeyExchange))!);
}
