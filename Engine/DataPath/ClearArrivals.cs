using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Packets from the open network that no SA protects: station 5 alone decides about them (RFC 4301 §5.2 step 3b).</summary>
/// <param name="sas">The shard's SAs: ICMP may speak of their packets.</param>
/// <param name="policy">The policy, shared by all shards.</param>
/// <param name="neighbours">The other shards; null when there are none.</param>
/// <param name="exit">Takes what is permitted.</param>
/// <param name="drops">Counts the rest.</param>
internal sealed class ClearArrivals(
    SaDatabase sas, PolicyDatabase policy, IShardNeighbours? neighbours, PathExit exit, DropCounters drops)
{
    /// <summary>What came in the clear must be permitted: policy is asked for the answer's direction.</summary>
    /// <param name="packet">The packet; taken over.</param>
    /// <param name="ip">Its IP header.</param>
    /// <param name="now">A monotonic time.</param>
    public void Check(PacketBuffer packet, in IpPacket ip, TimeSpan now)
    {
        if (PathMtuMessage.TryRead(packet.Packet, ip, out PathMtuMessage message) && IsAboutUs(message, out OutboundSa sa))
        {
            sa.LowerPathMtu(message.Mtu);
            drops.Drop(packet, DropReason.PathMtu);
            return;
        }

        FlowKey answer = FlowKey.Read(ip, packet.Packet).Reversed;
        PolicyIndex index = policy.Current;
        Verdict verdict = index.Classify(answer);
        switch (verdict.Kind)
        {
            case VerdictKind.Permit:
            case VerdictKind.Protect when MayBeClear(index.UnsecuredOf(verdict.RuleIndex), verdict.SaName!, answer, now):
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

    /// <summary>
    /// What should have been protected is taken as it is where the rule allows it, and no SA protects, or ever protected, what we say to that host.
    /// </summary>
    private bool MayBeClear(UnsecuredTraffic unsecured, string saName, in FlowKey answer, TimeSpan now)
    {
        if (unsecured == UnsecuredTraffic.Refuse || policy.SoftSas.WasSecured(saName, answer.Destination)
            || sas.TryFindOutbound(saName, answer, out _) || neighbours?.HasOutbound(saName, answer) == true)
        {
            return false;
        }

        return unsecured.AcceptsInbound
            || (unsecured.FallsBackToClear && policy.SoftSas.IsOpen(saName, answer.Destination, now));
    }

    private bool IsAboutUs(in PathMtuMessage message, out OutboundSa sa) =>
        sas.TryFindOutbound((SaProtocol)message.Protocol, message.Spi, message.Destination, out sa) && sa.Parameters.Source == message.Source;
}
