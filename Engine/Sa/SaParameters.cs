using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>Everything that is fixed about one SA: the result of a negotiation, or one object of an SA file.</summary>
/// <remarks>
/// Immutable, apart from the keys, which are erased when the SA is retired. What changes with every packet is in
/// <see cref="OutboundSa"/> and <see cref="InboundSa"/>. Source: RFC 4301 §4.4.2.1.
/// </remarks>
public sealed record SaParameters
{
    /// <summary>The default path MTU, in bytes of outer IP packet: Ethernet's.</summary>
    public const int DefaultPathMtu = 1500;

    /// <summary>Its name in configuration, logs and counters.</summary>
    public required string Name { get; init; }

    /// <summary>Which way it protects.</summary>
    public required SaDirection Direction { get; init; }

    /// <summary>Security parameters index, host order; never 0 to 255 (RFC 4303 §2.1).</summary>
    public required uint Spi { get; init; }

    /// <summary>ESP or AH.</summary>
    public required SaProtocol Protocol { get; init; }

    /// <summary>Tunnel or transport.</summary>
    public required SaMode Mode { get; init; }

    /// <summary>Outer source address of its packets; in transport mode the sending host.</summary>
    public required IpAddress Source { get; init; }

    /// <summary>Outer destination address of its packets; in transport mode the receiving host.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>Its suite.</summary>
    public required PacketTransform Transform { get; init; }

    /// <summary>Encryption key, salt at the end; empty for AH and for NULL.</summary>
    public required SecretBytes EncryptionKey { get; init; }

    /// <summary>Integrity key; empty for combined algorithms.</summary>
    public required SecretBytes IntegrityKey { get; init; }

    /// <summary>64-bit sequence numbers (RFC 4303 §2.2.1).</summary>
    public bool ExtendedSequenceNumbers { get; init; }

    /// <summary>The sequence number of the first packet: 1, unless the SA was moved or tested near its end.</summary>
    public ulong FirstSequence { get; init; } = 1;

    /// <summary>How many numbers behind the highest are still accepted: a power of two, 64 to 65,536.</summary>
    public int ReplayWindowPackets { get; init; } = ReplayWindow.DefaultSize;

    /// <summary>UDP ports around ESP, or null for ESP as protocol 50 (RFC 3948).</summary>
    public UdpEncapsulationPorts? UdpEncapsulation { get; init; }

    /// <summary>Inbound transport mode behind a NAT: with which addresses the peer's checksums were made; null where there is none to mend.</summary>
    public OriginalAddresses? Original { get; init; }

    /// <summary>
    /// What may travel in it: tunnel mode, the inner packets; transport mode, the packets before protection. Sender's
    /// view of source and destination in both directions. Empty means anything.
    /// </summary>
    public IReadOnlyList<TrafficSelector> Selectors { get; init; } = [];

    /// <summary>SAs of one direction with the same bundle name protect each packet together: out ESP then AH (RFC 2401 §4.3).</summary>
    public string? Bundle { get; init; }

    /// <summary>Soft and hard limits.</summary>
    public SaLifetimeLimits Lifetime { get; init; } = SaLifetimeLimits.None;

    /// <summary>AH header lengths over IPv4 are multiples of this: 4 by RFC 4302 §2.2, 8 as Linux does without <c>align4</c>.</summary>
    public int AhAlignment { get; init; } = 4;

    /// <summary>DF of the outer IPv4 header.</summary>
    public DontFragmentPolicy DontFragment { get; init; } = DontFragmentPolicy.Copy;

    /// <summary>True to copy the inner DSCP out (RFC 4301 §5.1.2.1); false to send <see cref="Dscp"/> instead and hide it.</summary>
    public bool CopyDscp { get; init; } = true;

    /// <summary>The outer DSCP, 0 to 63, when it is not copied.</summary>
    public byte Dscp { get; init; }

    /// <summary>Whether ECN is copied out; not for a receiver that knows nothing of RFC 6040 or RFC 3168.</summary>
    public EcnMode Ecn { get; init; } = EcnMode.Normal;

    /// <summary>TTL or hop limit of the outer header.</summary>
    public byte OuterHopLimit { get; init; } = 64;

    /// <summary>
    /// True to take one off the inner TTL or hop limit, as a router does (RFC 4301 §5.1.2.1 note 3); false where the host has
    /// done so already on the way to us, as every kernel does that routes into a TUN device.
    /// </summary>
    public bool DecrementHopLimit { get; init; }

    /// <summary>
    /// Tunnel-mode ESP pads every inner packet to at least this many bytes to hide its length (RFC 4303 §2.7); 0 for
    /// none, and never beyond the path MTU.
    /// </summary>
    public int TfcPadToLength { get; init; }

    /// <summary>The longest outer packet that the path takes, in bytes, until an ICMP message says otherwise.</summary>
    public int PathMtu { get; init; } = DefaultPathMtu;

    /// <summary>Bytes of its AH header; 0 for ESP.</summary>
    internal int AhLength => Protocol == SaProtocol.Ah
        ? AhPacket.HeaderLength(Transform, Source.IsIpv6 ? AhPacket.Ipv6Alignment : AhAlignment)
        : 0;

    /// <summary>What tunnel mode puts in front of packets.</summary>
    internal OuterHeader OuterHeader => new(Source, Destination, OuterHopLimit, DontFragment, CopyDscp ? null : Dscp, Ecn);

    /// <summary>The same between other addresses and UDP ports; the keys are the same objects.</summary>
    /// <returns>Null without UDP encapsulation, or for addresses of another family.</returns>
    internal SaParameters? TryMove(in UdpEndpoint from, in UdpEndpoint to) =>
        UdpEncapsulation is null || from.Address.IsIpv6 != Source.IsIpv6 || to.Address.IsIpv6 != Source.IsIpv6
            ? null
            : this with { Source = from.Address, Destination = to.Address, UdpEncapsulation = new(from.Port, to.Port) };

    /// <summary>Erases both keys; an SA made from them before keeps its own expanded copy.</summary>
    public void EraseKeys()
    {
        EncryptionKey.Dispose();
        IntegrityKey.Dispose();
    }

    /// <summary>Never shows keys.</summary>
    public override string ToString() =>
        $"{Name} ({Direction} {Protocol} {Mode}, SPI 0x{Spi:x8}, {Transform.Name})";
}
