namespace Pipeline.Engine.Wire.Ip;

/// <summary>The hop limit of IPv6, and the time to live of IPv4: what a router takes one off (RFC 791 §3.2, RFC 8200 §3).</summary>
public static class HopLimit
{
    /// <summary>Takes one off in place, and corrects the checksum of IPv4.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="ip">Its header, as it was read.</param>
    /// <returns>False, and nothing changed, when no hop is left: the packet must go no further.</returns>
    public static bool TryDecrement(Span<byte> packet, in IpPacket ip)
    {
        if (ip.HopLimit <= 1)
        {
            return false;
        }

        if (ip.IsIpv6)
        {
            Ipv6Header.SetHopLimit(packet, (byte)(ip.HopLimit - 1));
        }
        else
        {
            Ipv4Header.SetTimeToLive(packet, (byte)(ip.HopLimit - 1));
        }

        return true;
    }
}
