using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Decides whether a packet fits the path once it is protected, and what to do when it does not (RFC 4301 §8).</summary>
internal static class PathFit
{
    /// <summary>Decides for one packet.</summary>
    /// <param name="ip">The packet, before protection.</param>
    /// <param name="bundle">The SAs that will protect it.</param>
    /// <param name="mtu">The longest packet, before protection, that would fit; meaningful unless the decision is to protect.</param>
    public static PathFitDecision Decide(in IpPacket ip, OutboundBundle bundle, out int mtu)
    {
        mtu = 0;
        int headersLength = ip.UnfragmentableLength;
        if (bundle.ProtectedLength(ip.TotalLength, headersLength) <= bundle.PathMtu)
        {
            return PathFitDecision.Protect;
        }

        mtu = bundle.MaximumLength(headersLength);
        if (ip.IsIpv6 && ip.TotalLength <= IcmpPacketTooBig.MinimumMtuIpv6)
        {
            // IPv6 hosts need not send less than this: the protected packet is fragmented instead.
            return PathFitDecision.Protect;
        }

        if (ip.DontFragment)
        {
            mtu = Math.Max(mtu, ip.IsIpv6 ? IcmpPacketTooBig.MinimumMtuIpv6 : IcmpPacketTooBig.MinimumMtuIpv4);
            return PathFitDecision.Refuse;
        }

        // Transport mode protects whole datagrams only (RFC 4303 §3.3.4), and an SA for certain ports carries no fragments,
        // which do not show them (RFC 4301 §7): there, what leaves is fragmented.
        return bundle.First is { Parameters.Mode: SaMode.Tunnel, SelectsByPort: false }
            ? PathFitDecision.SplitFirst
            : PathFitDecision.Protect;
    }
}
