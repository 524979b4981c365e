using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>What two selectors, or two lists of them, have in common.</summary>
internal static class SelectorOverlap
{
    /// <summary>At most so many selectors come out of two lists, whatever the peer sent: the first ones.</summary>
    internal const int Most = 64;

    /// <summary>What is in both; null when that is nothing. A selector of another type than addresses has nothing in common with any.</summary>
    internal static TsSelector? Of(TsSelector left, TsSelector right)
    {
        if (!left.IsAddressRange || left.Type != right.Type || Overlap(left.Protocol, right.Protocol) is not { } protocol
            || Overlap(left.Ports, right.Ports) is not { } ports)
        {
            return null;
        }

        if (Contradicts(left, protocol) || Contradicts(right, protocol))
        {
            return null;
        }

        IpAddress first = left.Addresses.First > right.Addresses.First ? left.Addresses.First : right.Addresses.First;
        IpAddress last = left.Addresses.Last < right.Addresses.Last ? left.Addresses.Last : right.Addresses.Last;
        return first > last ? null : TsSelector.Of(new AddressRange(first, last), protocol, ports);
    }

    /// <summary>Everything that is in one of either list, in the order of <paramref name="offered"/>; none of it inside another.</summary>
    internal static ValueList<TsSelector> Of(ValueList<TsSelector> offered, ValueList<TsSelector> allowed)
    {
        var common = new List<TsSelector>();
        foreach (TsSelector left in offered)
        {
            foreach (TsSelector right in allowed)
            {
                if (common.Count < Most && Of(left, right) is { } both && !common.Exists(known => Contains(known, both)))
                {
                    // The first one stays where it is, also inside a wider one: it may stand for the packet that is waiting.
                    common.RemoveAll(known => known != common[0] && Contains(both, known));
                    common.Add(both);
                }
            }
        }

        return [.. common];
    }

    /// <summary>True when all of <paramref name="inner"/> is in <paramref name="outer"/>.</summary>
    internal static bool Contains(TsSelector outer, TsSelector inner) => Of(outer, inner) == inner;

    /// <summary>True when a selector speaks of ports without naming a protocol, and so contains no message of ICMP.</summary>
    internal static bool Contradicts(TsSelector selector, byte protocol) =>
        selector.Protocol == 0 && !selector.Ports.IsAny && !selector.Ports.IsOpaque && HasMessageTypes(protocol);

    /// <summary>True for protocols whose message types stand where others have ports (RFC 7296 §3.13.1).</summary>
    internal static bool HasMessageTypes(byte protocol) => protocol is IpProtocol.IcmpV4 or IpProtocol.IcmpV6 or IpProtocol.Mobility;

    /// <summary>What two protocol fields have in common, where 0 is any; null for nothing.</summary>
    internal static byte? Overlap(byte left, byte right) => (left, right) switch
    {
        (0, _) => right,
        (_, 0) => left,
        _ => left == right ? left : null,
    };

    /// <summary>What two ranges have in common; null for nothing. Opaque is in "any" and in nothing else.</summary>
    internal static PortRange? Overlap(PortRange left, PortRange right)
    {
        if (left.IsAny || left == right)
        {
            return right;
        }

        if (right.IsAny)
        {
            return left;
        }

        ushort first = Math.Max(left.First, right.First);
        ushort last = Math.Min(left.Last, right.Last);
        return first > last || left.IsOpaque || right.IsOpaque ? null : new PortRange(first, last);
    }
}
