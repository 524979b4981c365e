using System.Buffers.Binary;

namespace Pipeline.Engine.Ports.Pcap;

/// <summary>Finds the IP packet behind a link header.</summary>
/// <remarks>
/// <code>
/// Ethernet       destination 6 | source 6 | type 2 | IP        SLL    ... 14 | type 2 | IP
/// 802.1Q         ... type 0x8100 | tag 2 | type 2 | IP         SLL2   type 2 | ... 18 | IP
/// Null, Loop     family 4 | IP                                 Raw    IP
/// </code>
/// Padding behind the packet (Ethernet's 60-byte minimum) stays: the IP header says how long the packet is.
/// </remarks>
public static class LinkHeader
{
    private const int EthernetTypeOffset = 12;
    private const int EthernetLength = 14;
    private const int CookedTypeOffset = 14;
    private const int CookedLength = 16;
    private const int Cooked2Length = 20;
    private const int FamilyLength = 4;
    private const int TagLength = 4;

    // Two tags are 802.1ad; more are not seen in practice, and a bound keeps a hostile frame from being a long walk.
    private const int MaximumTagCount = 4;

    /// <summary>True when <see cref="TryFindIp"/> knows the link type.</summary>
    public static bool IsSupported(LinkType type) => Enum.IsDefined(type);

    /// <summary>Finds where the IP packet begins in <paramref name="frame"/>.</summary>
    /// <returns>False when the frame carries something else (ARP, LLC, ...) or ends before the packet.</returns>
    public static bool TryFindIp(LinkType type, ReadOnlySpan<byte> frame, out int offset)
    {
        bool found = type switch
        {
            LinkType.Ethernet => TryWalkTags(frame, EthernetTypeOffset, EthernetLength, out offset),
            LinkType.LinuxCooked => TryWalkTags(frame, CookedTypeOffset, CookedLength, out offset),
            LinkType.LinuxCooked2 => TryWalkTags(frame, typeOffset: 0, Cooked2Length, out offset),
            LinkType.Null or LinkType.Loop => TrySkipFamily(frame, out offset),
            _ => IsRawIp(type, frame, out offset),
        };
        return found && offset < frame.Length;
    }

    private static bool TryWalkTags(ReadOnlySpan<byte> frame, int typeOffset, int headerLength, out int offset)
    {
        offset = headerLength;
        if (frame.Length < headerLength)
        {
            return false;
        }

        ushort etherType = BinaryPrimitives.ReadUInt16BigEndian(frame[typeOffset..]);
        for (int tag = 0; tag < MaximumTagCount && etherType is 0x8100 or 0x88A8 or 0x9100; tag++)
        {
            if (frame.Length < offset + TagLength)
            {
                return false;
            }

            etherType = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]);
            offset += TagLength;
        }

        return etherType is 0x0800 or 0x86DD;
    }

    private static bool TrySkipFamily(ReadOnlySpan<byte> frame, out int offset)
    {
        offset = FamilyLength;
        if (frame.Length < FamilyLength)
        {
            return false;
        }

        // Families are small numbers, so the order that reads smaller is the right one, whatever machine captured.
        uint family = Math.Min(
            BinaryPrimitives.ReadUInt32LittleEndian(frame), BinaryPrimitives.ReadUInt32BigEndian(frame));

        // 2 is IPv4 everywhere; IPv6 is 10 on Linux, 23 on Windows, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin.
        return family is 2 or 10 or 23 or 24 or 28 or 30;
    }

    private static bool IsRawIp(LinkType type, ReadOnlySpan<byte> frame, out int offset)
    {
        offset = 0;
        if (frame.IsEmpty)
        {
            return false;
        }

        int version = frame[0] >> 4;
        return type switch
        {
            LinkType.RawIpv4 => version == 4,
            LinkType.RawIpv6 => version == 6,
            LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => version is 4 or 6,
            _ => false,
        };
    }
}
