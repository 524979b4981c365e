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
    private readonly ConcurrentDictionary<string, int> _outboundByName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(byte Protocol, uint Spi, IpAddress Destination), int> _outboundBySpi = new();
    private readonly ConcurrentDictionary<ulong, int> _inboundBySpi = new();
    private readonly ConcurrentDictionary<ushort, int> _udpPorts = new() { [UdpEncapsulation.Port] = 1 };

    /// <summary>Finds the shard that protects under a name; any one of them when several do.</summary>
    public bool TryFindOutbound(string name, out int shard) => _outboundByName.TryGetValue(name, out shard);

    /// <summary>Finds the shard that sends with an SPI to a destination.</summary>
    public bool TryFindOutbound(byte protocol, uint spi, IpAddress destination, out int shard) =>
        _outboundBySpi.TryGetValue((protocol, spi, destination), out shard);

    /// <summary>Finds the shard that receives with an SPI.</summary>
    public bool TryFindInbound(byte protocol, uint spi, out int shard) =>
        _inboundBySpi.TryGetValue(KeyOf(protocol, spi), out shard);

    /// <summary>Tells whether a UDP datagram between these ports carries ESP.</summary>
    public bool ReceivesEspOn(ReadOnlySpan<byte> datagram) =>
        UdpHeader.TryRead(datagram, out UdpHeader udp)
        && (_udpPorts.ContainsKey(udp.DestinationPort) || _udpPorts.ContainsKey(udp.SourcePort))
        && NonEspMarker.Classify(datagram[UdpHeader.HeaderLength..]) == UdpPayloadKind.Esp;

    internal void AddOutbound(SaParameters sa, int shard)
    {
        _outboundByName[sa.Bundle ?? sa.Name] = shard;
        _outboundBySpi[((byte)sa.Protocol, sa.Spi, sa.Destination)] = shard;
    }

    internal void RemoveOutbound(SaParameters sa, int shard)
    {
        _outboundByName.TryRemove(new KeyValuePair<string, int>(sa.Bundle ?? sa.Name, shard));
        _outboundBySpi.TryRemove(new KeyValuePair<(byte, uint, IpAddress), int>(((byte)sa.Protocol, sa.Spi, sa.Destination), shard));
    }

    internal void AddInbound(SaParameters sa, int shard)
    {
        _inboundBySpi[KeyOf((byte)sa.Protocol, sa.Spi)] = shard;
        if (sa.UdpEncapsulation is { } udp)
        {
            _udpPorts.AddOrUpdate(udp.Destination, 1, static (_, count) => count + 1);
        }
    }

    internal void RemoveInbound(SaParameters sa)
    {
        _inboundBySpi.TryRemove(KeyOf((byte)sa.Protocol, sa.Spi), out _);
        if (sa.UdpEncapsulation is { } udp && _udpPorts.AddOrUpdate(udp.Destination, 0, static (_, count) => count - 1) == 0)
        {
            _udpPorts.TryRemove(new KeyValuePair<ushort, int>(udp.Destination, 0));
        }
    }

    private static ulong KeyOf(byte protocol, uint spi) => ((ulong)protocol << 32) | spi;
}
