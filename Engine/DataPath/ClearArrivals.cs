using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Packets from the open network that no SA protects: station 5 alone decides about them (RFC 4301 §5.2 step 3b).</summary>
/// <param name="sas">The shard's SAs: ICMP may speak of their packets.</param>
/// <param name="policy">The policy, shared by all shards.</param>
/// <param name="exit">Takes what is permitted.</param>
/// <param name="drops">Counts the rest.</param>
internal sealed class ClearArrivals(SaDatabase sas, PolicyDatabase policy, PathExit exit, DropCounters drops)
{
    /// <summary>What came in the clear must be permitted: policy is asked for the answer's direction.</summary>
    public void Check(PacketBuffer packet, in IpPacket ip)
    {
        if (PathMtuMessage.TryRead(packet.Packet, ip, out PathMtuMessage message) && IsAboutUs(message, out OutboundSa sa))
        {
            sa.LowerPathMtu(message.Mtu);
            drops.Drop(packet, DropReason.PathMtu);
            return;
        }

        FlowKey flow = FlowKey.Read(ip, packet.Packet);
        switch (policy.Current.Classify(flow.Reversed).Kind)
        {
            case VerdictKind.Permit:
                packet.TrimEnd(packet.Length - ip.TotalLength);
                exit.Send(packet);
                break;
            case VerdictKind.Protect or VerdictKind.Negotiate:
                drops.Drop(packet, DropReason.Unprotected);
                break;
            default:
                drops.Drop(packet, DropReason.BlockedByPolicy);
                break;
        }
    }

    private bool IsAboutUs(in PathMtuMessage message, out OutboundSa sa) =>
        sas.TryFindOutbound((SaProtocol)message.Protocol, message.Spi, message.Destination, out sa) && sa.Parameters.Source == message.Source;
}
