using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>Where a fragment's payload is in its packet, and where it belongs in the datagram; all in bytes.</summary>
/// <param name="Start">Where it is in the packet.</param>
/// <param name="Offset">Where it belongs in the fragmentable part.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct FragmentPlace(int Start, int Offset, int Length)
{
    /// <summary>Where the next fragment belongs.</summary>
    public int End => Offset + Length;

    /// <summary>The place of a fragment.</summary>
    public static FragmentPlace Of(in IpPacket ip)
    {
        int start = ip.IsIpv6 ? ip.FragmentHeaderOffset + Ipv6FragmentHeader.Length : ip.HeaderLength;
        return new FragmentPlace(start, ip.FragmentOffset, ip.TotalLength - start);
    }
}
