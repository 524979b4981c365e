using System.Buffers.Binary;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.V1;

/// <summary>Finds NATs in main mode: both sides send hashes of the addresses that they see (RFC 3947 §3.2).</summary>
/// <param name="hash">The negotiated hash.</param>
/// <param name="initiatorCookie">CKY-I.</param>
/// <param name="responderCookie">CKY-R.</param>
/// <param name="kind">Which numbers.</param>
internal sealed class NatDiscovery(Phase1Hash hash, ulong initiatorCookie, ulong responderCookie, NatTraversalKind kind)
{
    private IsakmpPayloadType Type => kind == NatTraversalKind.Draft ? IsakmpPayloadType.NatDiscoveryOfDraft : IsakmpPayloadType.NatDiscovery;

    /// <summary>What we send: first the peer's address as we see it, then ours. Nothing when the peer does not know it.</summary>
    /// <param name="path">From where to where the message goes.</param>
    /// <param name="pretends">Sends a wrong hash of our own, so that the peer uses UDP in any case.</param>
    internal IReadOnlyList<IsakmpPayload> Payloads(IkePath path, bool pretends)
    {
        if (kind == NatTraversalKind.None)
        {
            return [];
        }

        UdpEndpoint local = pretends ? path.Local with { Port = 0 } : path.Local;
        return [new RawPayload(Type, Hash(path.Remote)), new RawPayload(Type, Hash(local))];
    }

    /// <summary>Compares what the peer says with what its datagram shows.</summary>
    /// <param name="message">Message 3 or 4.</param>
    /// <param name="path">Where its datagram came from and to.</param>
    internal NatPresence Detect(IsakmpMessage message, IkePath path)
    {
        Octets[] hashes = [.. message.Payloads.OfType<RawPayload>().Where(payload => payload.Type == Type).Select(payload => payload.Body)];
        if (kind == NatTraversalKind.None || hashes.Length < 2)
        {
            return NatPresence.None;
        }

        return (hashes[0] == Hash(path.Local) ? NatPresence.None : NatPresence.BehindNat)
            | (hashes.Skip(1).Contains(Hash(path.Remote)) ? NatPresence.None : NatPresence.PeerBehindNat);
    }

    /// <summary>How packets are wrapped, by its number in this dialect.</summary>
    /// <param name="isTunnel">Tunnel mode.</param>
    /// <param name="inUdp">ESP in UDP.</param>
    /// <param name="kind">Which numbers.</param>
    internal static EncapsulationMode ModeOf(bool isTunnel, bool inUdp, NatTraversalKind kind) => (isTunnel, inUdp, kind) switch
    {
        (true, false, _) => EncapsulationMode.Tunnel,
        (false, false, _) => EncapsulationMode.Transport,
        (true, true, NatTraversalKind.Draft) => EncapsulationMode.UdpTunnelOfDraft,
        (false, true, NatTraversalKind.Draft) => EncapsulationMode.UdpTransportOfDraft,
        (true, true, _) => EncapsulationMode.UdpTunnel,
        (false, true, _) => EncapsulationMode.UdpTransport,
    };

    // HASH(CKY-I | CKY-R | IP | Port).
    private Octets Hash(UdpEndpoint end)
    {
        Span<byte> cookies = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(cookies, initiatorCookie);
        BinaryPrimitives.WriteUInt64BigEndian(cookies[sizeof(ulong)..], responderCookie);
        Span<byte> place = stackalloc byte[end.Address.Length + sizeof(ushort)];
        end.Address.Write(place);
        BinaryPrimitives.WriteUInt16BigEndian(place[end.Address.Length..], end.Port);
        return hash.Compute(cookies, place);
    }
}
