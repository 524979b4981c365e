using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>ICMP messages to local hosts about their packets, no more than a budget allows.</summary>
/// <param name="inner">Takes the messages.</param>
/// <param name="perSecond">Messages a second, and at once.</param>
internal sealed class HostNotices(BatchWriter inner, int perSecond)
{
    private readonly NoticeBudget _budget = new(perSecond);

    /// <summary>Tells a host that its packet does not fit, and what would (RFC 4301 §8.2.1).</summary>
    /// <param name="packet">The packet; it stays the caller's.</param>
    /// <param name="ip">Its header.</param>
    /// <param name="mtu">What fits, in bytes.</param>
    /// <param name="gateway">Our own address.</param>
    /// <param name="now">A monotonic time.</param>
    public void TellTooBig(PacketBuffer packet, in IpPacket ip, int mtu, in IpAddress gateway, TimeSpan now)
    {
        if (_budget.TryTake(now) && TooBigNotice.TryMake(packet, ip, mtu, gateway) is { } notice)
        {
            inner.Add(notice);
        }
    }

    /// <summary>Passes on what was collected; to be called once a batch.</summary>
    public void Flush() => inner.Flush();
}
