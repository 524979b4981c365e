using Pipeline.Engine.Encapsulation;

namespace Pipeline.Engine.Sa;

/// <summary>The SAD of one shard: inbound SAs by SPI, outbound SAs by the name that policy uses (RFC 4301 §4.4.2).</summary>
/// <remarks>
/// Owned by the shard's thread. The SPI alone finds a unicast SA, together with the protocol, because we allocate the
/// SPI ourselves (RFC 4301 §4.1).
/// </remarks>
public sealed class SaDatabase
{
    private readonly Dictionary<ulong, InboundSa> _inbound = [];
    private readonly Dictionary<string, OutboundBundle> _outbound = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, OutboundSa> _outboundBySpi = [];

    /// <summary>How many inbound SAs receive on a UDP port.</summary>
    private readonly Dictionary<ushort, int> _udpPorts = new() { [UdpEncapsulation.Port] = 1 };

    /// <summary>Changes with every installation and removal, so that caches know when they are out of date.</summary>
    public int Generation { get; private set; }

    /// <summary>Inbound SAs installed.</summary>
    public int InboundCount => _inbound.Count;

    /// <summary>Outbound SAs or bundles installed.</summary>
    public int OutboundCount => _outbound.Count;

    /// <summary>Finds the SA of an arriving packet.</summary>
    public bool TryFindInbound(SaProtocol protocol, uint spi, out InboundSa sa) =>
        _inbound.TryGetValue(KeyOf(protocol, spi), out sa!);

    /// <summary>Finds the SAs that protect what a rule says they protect.</summary>
    public bool TryFindOutbound(string name, out OutboundBundle bundle) => _outbound.TryGetValue(name, out bundle!);

    /// <summary>Finds the SA that made a packet which a router quotes back to us.</summary>
    public bool TryFindOutbound(uint spi, out OutboundSa sa) => _outboundBySpi.TryGetValue(spi, out sa!);

    /// <summary>Tells whether ESP may be inside UDP datagrams between these ports: 4500, or what an SA here says.</summary>
    /// <remarks>A NAT changes the port of its own side only, so one of the two is enough (RFC 3948 §2.1).</remarks>
    public bool ReceivesEspOn(ushort sourcePort, ushort destinationPort) =>
        _udpPorts.ContainsKey(destinationPort) || _udpPorts.ContainsKey(sourcePort);

    /// <summary>Installs an inbound SA.</summary>
    /// <returns>False, and nothing changed, when its protocol and SPI are taken.</returns>
    public bool TryInstall(InboundSa sa)
    {
        if (!_inbound.TryAdd(KeyOf(sa.Parameters.Protocol, sa.Parameters.Spi), sa))
        {
            return false;
        }

        CountUdpPort(sa, +1);
        Generation++;
        return true;
    }

    /// <summary>Installs outbound SAs under a name; what had the name before is replaced and given back, still usable.</summary>
    public OutboundBundle? Install(string name, OutboundBundle bundle)
    {
        _outbound.TryGetValue(name, out OutboundBundle? previous);
        _outbound[name] = bundle;
        _outboundBySpi[bundle.First.Parameters.Spi] = bundle.First;
        if (bundle.Second is { } second)
        {
            _outboundBySpi[second.Parameters.Spi] = second;
        }

        Generation++;
        return previous;
    }

    /// <summary>Removes an inbound SA.</summary>
    /// <returns>False when it is not installed.</returns>
    public bool Remove(InboundSa sa)
    {
        ulong key = KeyOf(sa.Parameters.Protocol, sa.Parameters.Spi);
        if (!_inbound.TryGetValue(key, out InboundSa? installed) || installed != sa)
        {
            return false;
        }

        _inbound.Remove(key);
        CountUdpPort(sa, -1);
        Generation++;
        return true;
    }

    /// <summary>Removes an outbound SA, and with it every bundle that needs it.</summary>
    /// <returns>False when it is not installed.</returns>
    public bool Remove(OutboundSa sa)
    {
        var names = new List<string>();
        foreach ((string name, OutboundBundle bundle) in _outbound)
        {
            if (bundle.First == sa || bundle.Second == sa)
            {
                names.Add(name);
            }
        }

        names.ForEach(name => _outbound.Remove(name));
        if (_outboundBySpi.TryGetValue(sa.Parameters.Spi, out OutboundSa? installed) && installed == sa)
        {
            _outboundBySpi.Remove(sa.Parameters.Spi);
        }

        Generation++;
        return names.Count > 0;
    }

    private void CountUdpPort(InboundSa sa, int change)
    {
        if (sa.Parameters.UdpEncapsulation is { } ports)
        {
            _udpPorts[ports.Destination] = _udpPorts.GetValueOrDefault(ports.Destination) + change;
            if (_udpPorts[ports.Destination] == 0)
            {
                _udpPorts.Remove(ports.Destination);
            }
        }
    }

    private static ulong KeyOf(SaProtocol protocol, uint spi) => ((ulong)protocol << 32) | spi;
}
