using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>Between the two lists of IKE and the selectors of packets that policy and SAs have.</summary>
public static class SelectorPairs
{
    /// <summary>The outbound selectors that packets are compared with: one for each pair that can mean a packet.</summary>
    /// <remarks>
    /// A pair of two families, or of two protocols, means none. The message types of ICMP stand where ports stand, on either side or
    /// on both (RFC 7296 §3.13.1). Selectors that are inside another are left out.
    /// </remarks>
    public static IReadOnlyList<TrafficSelector> ToTrafficSelectors(ChildSelectors selectors)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        return [.. selectors.Local.SelectMany(local => selectors.Remote.Select(remote => Pair(local, remote))).OfType<TrafficSelector>().Distinct()];
    }

    /// <summary>The lists that mean one outbound selector; several where "any" means both families, or each protocol with message types.</summary>
    /// <returns>Empty lists for a selector that contradicts itself, such as ports of ICMP.</returns>
    public static ChildSelectors Of(TrafficSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        bool hasTypes = !selector.IcmpTypes.IsAny;
        bool hasPorts = !selector.SourcePorts.IsAny || !selector.DestinationPorts.IsAny;
        byte[] protocols = (selector.Protocol, hasTypes) switch
        {
            ({ } protocol, _) => SelectorOverlap.HasMessageTypes(protocol) ? (hasPorts ? [] : [protocol]) : (hasTypes ? [] : [protocol]),
            (null, true) => hasPorts ? [] : [IpProtocol.IcmpV4, IpProtocol.IcmpV6, IpProtocol.Mobility],
            (null, false) => [0],
        };
        PortRange local = hasTypes ? selector.IcmpTypes : selector.SourcePorts;
        PortRange remote = hasTypes ? selector.IcmpTypes : selector.DestinationPorts;
        (bool isIpv4, bool isIpv6) = FamiliesOf(selector);
        return new ChildSelectors(Side(selector.Source, local), Side(selector.Destination, remote));

        ValueList<TsSelector> Side(AddressRange? addresses, PortRange ports) =>
        [
            .. protocols.SelectMany(protocol => Ranges(addresses, isIpv4, isIpv6).Select(range => TsSelector.Of(range, protocol, ports))),
        ];
    }

    /// <summary>Both lists without what can be in no packet, because nothing on the other side goes with it.</summary>
    internal static ChildSelectors WithoutLonely(ChildSelectors selectors) => new(
        [.. selectors.Local.Where(local => selectors.Remote.Any(remote => Pair(local, remote) is not null))],
        [.. selectors.Remote.Where(remote => selectors.Local.Any(local => Pair(local, remote) is not null))]);

    private static TrafficSelector? Pair(TsSelector local, TsSelector remote)
    {
        if (!local.IsAddressRange || local.Type != remote.Type || SelectorOverlap.Overlap(local.Protocol, remote.Protocol) is not { } protocol)
        {
            return null;
        }

        if (SelectorOverlap.Contradicts(local, protocol) || SelectorOverlap.Contradicts(remote, protocol))
        {
            return null;
        }

        var selector = new TrafficSelector
        {
            Source = local.Addresses,
            Destination = remote.Addresses,
            Protocol = protocol == 0 ? null : protocol,
        };
        if (!SelectorOverlap.HasMessageTypes(protocol))
        {
            return selector with { SourcePorts = local.Ports, DestinationPorts = remote.Ports };
        }

        return SelectorOverlap.Overlap(local.Ports, remote.Ports) is { } types ? selector with { IcmpTypes = types } : null;
    }

    private static (bool IsIpv4, bool IsIpv6) FamiliesOf(TrafficSelector selector) => (
        selector is { Source: not { IsIpv6: true }, Destination: not { IsIpv6: true } },
        selector is { Source: not { IsIpv6: false }, Destination: not { IsIpv6: false } });

    private static IEnumerable<AddressRange> Ranges(AddressRange? addresses, bool isIpv4, bool isIpv6)
    {
        if (addresses is { } some)
        {
            yield return some;
            yield break;
        }

        if (isIpv4)
        {
            yield return AddressRange.AnyIpv4;
        }

        if (isIpv6)
        {
            yield return AddressRange.AnyIpv6;
        }
    }
}
