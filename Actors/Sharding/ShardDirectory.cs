using System.Collections.Concurrent;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sharding;

/// <summary>Which shard has which SA: asked by threads that are not the SA's own, to find the right one.</summary>
/// <remarks>Changed when SAs come and go, by actors; read by every thread without a lock.</remarks>
public sealed class ShardDirectory
{
    private readonly Lock _writingNames = new();
    private readonly ConcurrentDictionary<string, OutboundChoice<Place>> _outboundByName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(byte Protocol, uint Spi, IpAddress Destination), Place> _outboundBySpi = new();
    private readonly ConcurrentDictionary<ulong, Place> _inboundBySpi = new();
    private readonly ConcurrentDictionary<ushort, int> _udpPorts = new() { [UdpEncapsulation.Port] = 1 };

    /// <summary>Finds the shard that protects a flow under a name; the one with the newest SAs when several do.</summary>
    public bool TryFindOutbound(string name, in FlowKey flow, out int shard)
    {
        Place place = default;
        return TryShard(_outboundByName.TryGetValue(name, out OutboundChoice<Place>? choice) && choice.TryFind(flow, out place), place, out shard);
    }

    /// <summary>Finds the shard that sends with an SPI to a destination.</summary>
    public bool TryFindOutbound(byte protocol, uint spi, IpAddress destination, out int shard) =>
        TryShard(_outboundBySpi.TryGetValue((protocol, spi, destination), out Place place), place, out shard);

    /// <summary>Finds the shard that receives with an SPI.</summary>
    public bool TryFindInbound(byte protocol, uint spi, out int shard) =>
        TryShard(_inboundBySpi.TryGetValue(KeyOf(protocol, spi), out Place place), place, out shard);

    /// <summary>Tells whether a UDP datagram between these ports carries ESP.</summary>
    public bool ReceivesEspOn(ReadOnlySpan<byte> datagram) =>
        UdpHeader.TryRead(datagram, out UdpHeader udp)
        && (_udpPorts.ContainsKey(udp.DestinationPort) || _udpPorts.ContainsKey(udp.SourcePort))
        && NonEspMarker.Classify(datagram[UdpHeader.HeaderLength..]) == UdpPayloadKind.Esp;

    internal void AddOutbound(SaParameters sa, int shard)
    {
        var place = new Place(shard, sa);
        lock (_writingNames)
        {
            _outboundByName.GetOrAdd(sa.Bundle ?? sa.Name, _ => new OutboundChoice<Place>()).Add(sa.Selectors, place);
        }

        _outboundBySpi[((byte)sa.Protocol, sa.Spi, sa.Destination)] = place;
    }

    /// <summary>Removes the entries of this SA, and not those of a successor that has its name by now.</summary>
    /// <param name="sa">The SA as it was added.</param>
    /// <param name="destination">Where it sends by now.</param>
    /// <param name="shard">Its shard.</param>
    internal void RemoveOutbound(SaParameters sa, IpAddress destination, int shard)
    {
        var place = new Place(shard, sa);
        string name = sa.Bundle ?? sa.Name;
        lock (_writingNames)
        {
            if (_outboundByName.TryGetValue(name, out OutboundChoice<Place>? choice) && choice.Remove(sa.Selectors, place.Equals) && choice.IsEmpty)
            {
                _outboundByName.TryRemove(name, out _);
            }
        }

        _outboundBySpi.TryRemove(new KeyValuePair<(byte, uint, IpAddress), Place>(((byte)sa.Protocol, sa.Spi, destination), place));
    }

    /// <summary>Enters an SA under its new destination that has moved; under its name nothing changes.</summary>
    /// <param name="sa">The SA as it was added.</param>
    /// <param name="before">The destination until now.</param>
    /// <param name="after">The destination from now on.</param>
    /// <param name="shard">Its shard.</param>
    internal void MoveOutbound(SaParameters sa, IpAddress before, IpAddress after, int shard)
    {
        var place = new Place(shard, sa);
        _outboundBySpi.TryRemove(new KeyValuePair<(byte, uint, IpAddress), Place>(((byte)sa.Protocol, sa.Spi, before), place));
        _outboundBySpi[((byte)sa.Protocol, sa.Spi, after)] = place;
    }

    internal void AddInbound(SaParameters sa, int shard)
    {
        _inboundBySpi[KeyOf((byte)sa.Protocol, sa.Spi)] = new Place(shard, sa);
        if (sa.UdpEncapsulation is { } udp)
        {
            _udpPorts.AddOrUpdate(udp.Destination, 1, static (_, count) => count + 1);
        }
    }

    internal void RemoveInbound(SaParameters sa, int shard)
    {
        _inboundBySpi.TryRemove(new KeyValuePair<ulong, Place>(KeyOf((byte)sa.Protocol, sa.Spi), new Place(shard, sa)));
        if (sa.UdpEncapsulation is { } udp && _udpPorts.AddOrUpdate(udp.Destination, 0, static (_, count) => count - 1) == 0)
        {
            _udpPorts.TryRemove(new KeyValuePair<ushort, int>(udp.Destination, 0));
        }
    }

    private static bool TryShard(bool isFound, in Place place, out int shard)
    {
        shard = place.Shard;
        return isFound;
    }

    private static ulong KeyOf(byte protocol, uint spi) => ((ulong)protocol << 32) | spi;

    /// <summary>Where an SA is; equal only for the very same SA.</summary>
    private readonly struct Place(int shard, SaParameters sa) : IEquatable<Place>
    {
        private readonly SaParameters _sa = sa;

        public int Shard { get; } = shard;

        public bool Equals(Place other) => Shard == other.Shard && ReferenceEquals(_sa, other._sa);

        public override bool Equals(object? obj) => obj is Place other && Equals(other);

        public override int GetHashCode() => Shard;
    }
}
