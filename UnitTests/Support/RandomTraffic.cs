using Pipeline.Engine.Wire.Ip;

namespace Pipeline.UnitTests.Support;

/// <summary>Random selectors and flows from few values, so that they meet often. The same seed makes the same traffic.</summary>
internal sealed class RandomTraffic(int seed)
{
    private static readonly byte[] Protocols =
        [IpProtocol.IcmpV4, IpProtocol.Tcp, IpProtocol.Udp, IpProtocol.Gre, IpProtocol.IcmpV6, IpProtocol.Mobility];

    private static readonly ushort[] Edges = [0, 1, 8, 0x0800, 65534, 65535];

    private readonly Random _random = new(seed);

    /// <summary>A number below <paramref name="limit"/>.</summary>
    public int Next(int limit) => _random.Next(limit);

    /// <summary>A selector with any mixture of what can be set.</summary>
    public TrafficSelector NextSelector()
    {
        bool isIpv6 = _random.Next(3) == 0;
        return new TrafficSelector
        {
            Source = _random.Next(3) == 0 ? null : NextRange(isIpv6),
            Destination = _random.Next(3) == 0 ? null : NextRange(isIpv6),
            Protocol = _random.Next(2) == 0 ? null : NextProtocol(),
            SourcePorts = NextPorts(),
            DestinationPorts = NextPorts(),
            IcmpTypes = _random.Next(4) == 0 ? NextPorts() : PortRange.Any,
        };
    }

    /// <summary>Any flow.</summary>
    public FlowKey NextFlow()
    {
        bool isIpv6 = _random.Next(3) == 0;
        return Flow(NextAddress(isIpv6), NextAddress(isIpv6), NextProtocol(), NextPort(), NextPort());
    }

    /// <summary>A flow that a selector takes, unless its ports contradict its protocol.</summary>
    public FlowKey NextFlowInside(TrafficSelector selector)
    {
        bool isIpv6 = (selector.Source ?? selector.Destination)?.IsIpv6 ?? _random.Next(2) == 0;
        PortRange sourcePorts = selector.IcmpTypes.IsAny ? selector.SourcePorts : selector.IcmpTypes;
        return Flow(
            AddressIn(selector.Source, isIpv6),
            AddressIn(selector.Destination, isIpv6),
            selector.Protocol ?? NextProtocol(),
            PortIn(sourcePorts),
            PortIn(selector.DestinationPorts),
            hasPorts: !(sourcePorts.IsOpaque || selector.DestinationPorts.IsOpaque));
    }

    private FlowKey Flow(IpAddress source, IpAddress destination, byte protocol, ushort sourcePort, ushort destinationPort) =>
        Flow(source, destination, protocol, sourcePort, destinationPort, hasPorts: _random.Next(4) != 0);

    private static FlowKey Flow(
        IpAddress source, IpAddress destination, byte protocol, ushort sourcePort, ushort destinationPort, bool hasPorts) =>
        new(source, destination, protocol, hasPorts ? sourcePort : (ushort)0, hasPorts ? destinationPort : (ushort)0, hasPorts);

    private byte NextProtocol() => Protocols[_random.Next(Protocols.Length)];

    private ushort NextPort() =>
        _random.Next(2) == 0 ? Edges[_random.Next(Edges.Length)] : (ushort)_random.Next(8);

    private PortRange NextPorts()
    {
        (ushort one, ushort other) = (NextPort(), NextPort());
        return _random.Next(5) switch
        {
            0 => new PortRange(Math.Min(one, other), Math.Max(one, other)),
            1 => _random.Next(3) == 0 ? PortRange.Opaque : PortRange.Of(one),
            _ => PortRange.Any,
        };
    }

    // Ranges of single addresses, of networks, and of everything: the bits that count lie low, in the middle and high.
    private AddressRange NextRange(bool isIpv6)
    {
        (IpAddress one, IpAddress other) = (NextAddress(isIpv6), NextAddress(isIpv6));
        return _random.Next(4) switch
        {
            0 => AddressRange.Of(one),
            1 => one.Value <= other.Value ? new AddressRange(one, other) : new AddressRange(other, one),
            2 => AddressRange.FromPrefix(one, _random.Next(one.Length * 8)),
            _ => AddressRange.FromPrefix(one, (one.Length * 8) - _random.Next(4)),
        };
    }

    private IpAddress NextAddress(bool isIpv6)
    {
        int bits = isIpv6 ? 128 : 32;
        UInt128 value = ((UInt128)(uint)_random.Next(4) << (bits - 2))
            | ((UInt128)(uint)_random.Next(2) << (bits / 2)) | (uint)_random.Next(8);
        return new IpAddress(value, isIpv6);
    }

    private IpAddress AddressIn(AddressRange? range, bool isIpv6)
    {
        if (range is not { } some)
        {
            return NextAddress(isIpv6);
        }

        return _random.Next(3) switch
        {
            0 => some.First,
            1 => some.Last,
            _ => new IpAddress(some.First.Value + ((some.Last.Value - some.First.Value) / 2), some.IsIpv6),
        };
    }

    private ushort PortIn(PortRange range) =>
        _random.Next(2) == 0 ? range.First : (ushort)_random.Next(range.First, Math.Max(range.First, range.Last) + 1);
}
