using System.Numerics;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>How little traffic a filter describes; the lesser comes first in <see cref="RuleOrder.MostSpecific"/>.</summary>
/// <remarks>
/// Compared in this order: pairs of addresses, then whether a protocol is named, then pairs of ports (or ICMP messages). Each counts what is
/// inside and none is rounded, so a filter whose traffic is a part of another's always comes before it. Filters that count the same keep the
/// order of the file. [MS-GPIPSEC] names no order; Windows' own weights are not documented beyond "most specific first".
/// </remarks>
/// <param name="AddressPairs">Sources times destinations.</param>
/// <param name="Protocols">1, or 256 for any.</param>
/// <param name="PortPairs">Source ports times destination ports times ICMP messages.</param>
public readonly record struct Specificity(BigInteger AddressPairs, int Protocols, ulong PortPairs) : IComparable<Specificity>
{
    private const int AnyProtocol = byte.MaxValue + 1;

    /// <summary>Counts the traffic of a filter.</summary>
    public static Specificity Of(TrafficSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);

        // "Any" beside an IPv4 network is any IPv4 address: no flow has two families.
        bool? isIpv6 = selector.Source?.IsIpv6 ?? selector.Destination?.IsIpv6;
        return new Specificity(
            CountOf(selector.Source, isIpv6) * CountOf(selector.Destination, isIpv6),
            selector.Protocol is null ? AnyProtocol : 1,
            CountOf(selector.SourcePorts) * CountOf(selector.DestinationPorts) * CountOf(selector.IcmpTypes));
    }

    /// <summary>Less than 0 when this one is more specific.</summary>
    public int CompareTo(Specificity other)
    {
        int byAddress = AddressPairs.CompareTo(other.AddressPairs);
        int byProtocol = byAddress != 0 ? byAddress : Protocols.CompareTo(other.Protocols);
        return byProtocol != 0 ? byProtocol : PortPairs.CompareTo(other.PortPairs);
    }

    /// <summary>True when <paramref name="left"/> is more specific.</summary>
    public static bool operator <(Specificity left, Specificity right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> is less specific.</summary>
    public static bool operator >(Specificity left, Specificity right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> is not less specific.</summary>
    public static bool operator <=(Specificity left, Specificity right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> is not more specific.</summary>
    public static bool operator >=(Specificity left, Specificity right) => left.CompareTo(right) >= 0;

    private static BigInteger CountOf(AddressRange? range, bool? isIpv6)
    {
        AddressRange counted = range ?? (isIpv6 == false ? AddressRange.AnyIpv4 : AddressRange.AnyIpv6);
        return (BigInteger)(counted.Last.Value - counted.First.Value) + 1;
    }

    /// <summary>"Opaque" runs backwards, and is one case.</summary>
    private static ulong CountOf(PortRange ports) => ports.First <= ports.Last ? (ulong)(ports.Last - ports.First) + 1 : 1;
}
