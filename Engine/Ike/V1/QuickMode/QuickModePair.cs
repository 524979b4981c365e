using Pipeline.Crypto;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>What both sides of a quick mode have agreed on; makes the pair of IPsec SAs.</summary>
/// <param name="Options">What it is for, with the limits that both sides want.</param>
/// <param name="Selectors">Its traffic.</param>
/// <param name="InitiatorNonce">Ni.</param>
/// <param name="ResponderNonce">Nr.</param>
internal sealed record QuickModePair(ChildOptions Options, ChildSelectors Selectors, Octets InitiatorNonce, Octets ResponderNonce)
{
    /// <summary>The pair without keys.</summary>
    /// <param name="chosen">Algorithms, mode, and the peer's SPI.</param>
    /// <param name="inboundSpi">Our SPI.</param>
    /// <param name="isInitiator">True when we began the quick mode.</param>
    /// <param name="original">Transport mode behind a NAT: what the peer's checksums were made with.</param>
    internal ChildAgreement Agree(Phase2Pair chosen, uint inboundSpi, bool isInitiator, OriginalAddresses? original) => new()
    {
        Options = Options,
        IsInitiator = isInitiator,
        Suite = chosen.Suite.ToChildSuite(),
        Mode = Options.Mode,
        InboundSpi = inboundSpi,
        OutboundSpi = chosen.PeerSpi,
        Selectors = Selectors,
        Original = original,
        InitiatorNonce = InitiatorNonce,
        ResponderNonce = ResponderNonce,
    };

    /// <summary>Derives the keys. The outbound half waits for <see cref="Effect.UseOutbound"/>: the peer may not have its own yet.</summary>
    internal ChildPair ToPair(ChildAgreement agreement, Established state, SecretBytes? secret, uint? replaced)
    {
        (uint initiator, uint responder) = agreement.IsInitiator
            ? (agreement.InboundSpi, agreement.OutboundSpi)
            : (agreement.OutboundSpi, agreement.InboundSpi);
        var sa = new QuickModeSa(
            agreement.Suite.Protocol == SaProtocol.Ah ? IsakmpProtocol.Ah : IsakmpProtocol.Esp, initiator, responder, InitiatorNonce, ResponderNonce);
        ChildSaKeys keys = state.Sa.Schedule.Child(state.Sa.Keys.SkeyidD, agreement.Suite.Transform, sa, secret);
        return agreement.ToPair(keys, state.Sa.UsesUdpEncapsulation, state.Path, usesOutbound: false, replaced);
    }
}
