using Pipeline.Crypto;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>All that both sides have agreed on for a pair of Child SAs; makes the pair with its keys.</summary>
internal sealed record ChildAgreement
{
    /// <summary>What it is for.</summary>
    internal required ChildOptions Options { get; init; }

    /// <summary>True when we began the exchange: its keys are dealt out by that (RFC 7296 §2.17).</summary>
    internal required bool IsInitiator { get; init; }

    /// <summary>Algorithms.</summary>
    internal required ChildSuite Suite { get; init; }

    /// <summary>Tunnel or transport.</summary>
    internal required SaMode Mode { get; init; }

    /// <summary>Our SPI.</summary>
    internal required uint InboundSpi { get; init; }

    /// <summary>The peer's SPI.</summary>
    internal required uint OutboundSpi { get; init; }

    /// <summary>Its traffic.</summary>
    internal required ChildSelectors Selectors { get; init; }

    /// <summary>Transport mode behind a NAT: what the peer's checksums were made with.</summary>
    internal OriginalAddresses? Original { get; init; }

    /// <summary>Ni of the exchange; of IKE_SA_INIT for the first pair.</summary>
    internal required Octets InitiatorNonce { get; init; }

    /// <summary>Nr of the same exchange.</summary>
    internal required Octets ResponderNonce { get; init; }

    /// <summary>What the IKE SA remembers.</summary>
    internal ChildSa ToChild() => new()
    {
        Options = Options,
        InboundSpi = InboundSpi,
        OutboundSpi = OutboundSpi,
        Suite = Suite,
        Mode = Mode,
        Selectors = Selectors,
        LowerNonce = Nonces.Lower(InitiatorNonce, ResponderNonce),
    };

    /// <summary>Derives the keys and makes what is installed.</summary>
    /// <param name="sa">The IKE SA.</param>
    /// <param name="secret">g^ir of the pair's own key exchange; null without perfect forward secrecy.</param>
    /// <param name="path">Outer addresses, and ports with UDP encapsulation.</param>
    /// <param name="usesOutbound">False when the peer cannot receive yet.</param>
    /// <param name="replaces">Our SPI of the pair that it replaces.</param>
    internal ChildPair ToPair(IkeSaParameters sa, SecretBytes? secret, IkePath path, bool usesOutbound, uint? replaces)
    {
        ChildSaKeys keys = sa.Schedule.Child(
            sa.Keys.SkD, Suite.Transform, InitiatorNonce, ResponderNonce, secret is null ? [] : [secret]);
        return ToPair(keys, sa.UsesUdpEncapsulation, path, usesOutbound, replaces);
    }

    /// <summary>Makes what is installed.</summary>
    /// <param name="keys">Move into the parameters, whose owner erases them.</param>
    /// <param name="usesUdpEncapsulation">ESP goes in UDP.</param>
    /// <param name="path">Outer addresses, and ports with UDP encapsulation.</param>
    /// <param name="usesOutbound">False when the peer cannot receive yet.</param>
    /// <param name="replaces">Our SPI of the pair that it replaces.</param>
    internal ChildPair ToPair(ChildSaKeys keys, bool usesUdpEncapsulation, IkePath path, bool usesOutbound, uint? replaces)
    {
        SaParameters inbound = Make(usesUdpEncapsulation, SaDirection.Inbound, path) with
        {
            EncryptionKey = IsInitiator ? keys.ResponderEncryption : keys.InitiatorEncryption,
            IntegrityKey = IsInitiator ? keys.ResponderIntegrity : keys.InitiatorIntegrity,
        };
        SaParameters outbound = Make(usesUdpEncapsulation, SaDirection.Outbound, path) with
        {
            EncryptionKey = IsInitiator ? keys.InitiatorEncryption : keys.ResponderEncryption,
            IntegrityKey = IsInitiator ? keys.InitiatorIntegrity : keys.ResponderIntegrity,
        };
        return new ChildPair(Options.Name, inbound, outbound, usesOutbound, replaces);
    }

    private SaParameters Make(bool usesUdpEncapsulation, SaDirection direction, IkePath path)
    {
        bool isInbound = direction == SaDirection.Inbound;
        IReadOnlyList<TrafficSelector> outbound = SelectorPairs.ToTrafficSelectors(Selectors);
        (UdpEndpoint from, UdpEndpoint to) = isInbound ? (path.Remote, path.Local) : (path.Local, path.Remote);
        return new SaParameters
        {
            Name = Options.Name,
            Direction = direction,
            Spi = isInbound ? InboundSpi : OutboundSpi,
            Protocol = Suite.Protocol,
            Mode = Mode,
            Source = from.Address,
            Destination = to.Address,
            Transform = Suite.Transform,
            EncryptionKey = null!,
            IntegrityKey = null!,
            ExtendedSequenceNumbers = Suite.ExtendedSequence,
            PathMtu = Options.PathMtu,
            ReplayWindowPackets = Options.ReplayWindowPackets,
            UdpEncapsulation = usesUdpEncapsulation && Suite.Protocol == SaProtocol.Esp ? new(from.Port, to.Port) : null,
            Original = isInbound ? Original : null,
            Selectors = isInbound ? [.. outbound.Select(selector => selector.Reversed)] : outbound,
            Lifetime = Options.Lifetime.BeforeSequenceEnds(Suite.ExtendedSequence),
        };
    }
}
