using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>The SAD of one shard: inbound SAs by SPI, outbound SAs by the name that policy uses (RFC 4301 §4.4.2).</summary>
/// <remarks>
/// Owned by the shard's thread. The SPI alone finds a unicast SA, together with the protocol, because we allocate the
/// SPI ourselves (RFC 4301 §4.1).
/// </remarks>
public sealed class SaDatabase
{
    private readonly SpiTable _inbound = new();
    private readonly Dictionary<string, OutboundChoice<OutboundBundle>> _outbound = new(StringComparer.Ordinal);
    private readonly Dictionary<(SaProtocol Protocol, uint Spi, IpAddress Destination), OutboundSa> _outboundBySpi = [];
    private readonly Dictionary<(string Bundle, SaProtocol Protocol), OutboundSa> _halves = [];

    /// <summary>How many inbound SAs receive on a UDP port.</summary>
    private readonly Dictionary<ushort, int> _udpPorts = new() { [UdpEncapsulation.Port] = 1 };

    /// <summary>Changes whenever a name means other outbound SAs, so that caches know when they are out of date; inbound SAs do not count.</summary>
    public int OutboundGeneration { get; private set; }

    /// <summary>Inbound SAs installed.</summary>
    public int InboundCount => _inbound.Count;

    /// <summary>Outbound SAs installed.</summary>
    public int OutboundCount => _outboundBySpi.Count;

    /// <summary>Finds the SA of an arriving packet; null when there is none.</summary>
    public InboundSa? FindInbound(SaProtocol protocol, uint spi) => _inbound.Find(protocol, spi);

    /// <summary>Begins to fetch what <see cref="FindInbound"/> will look at.</summary>
    internal void FetchInbound(SaProtocol protocol, uint spi) => _inbound.Fetch(protocol, spi);

    /// <summary>Finds the SAs that protect a flow: of those that have the name which a rule says, the ones that may carry it.</summary>
    public bool TryFindOutbound(string name, in FlowKey flow, out OutboundBundle bundle)
    {
        bundle = null!;
        return _outbound.TryGetValue(name, out OutboundChoice<OutboundBundle>? choice) && choice.TryFind(flow, out bundle);
    }

    /// <summary>Finds the SA that made a packet which a router quotes back to us.</summary>
    /// <param name="protocol">The quoted protocol.</param>
    /// <param name="spi">The quoted SPI; the receiver chose it, so that it means something only together with the receiver.</param>
    /// <param name="destination">The quoted destination.</param>
    /// <param name="sa">The SA.</param>
    public bool TryFindOutbound(SaProtocol protocol, uint spi, IpAddress destination, out OutboundSa sa) =>
        _outboundBySpi.TryGetValue((protocol, spi, destination), out sa!);

    /// <summary>Tells whether ESP may be inside UDP datagrams between these ports: 4500, or what an SA here says.</summary>
    /// <remarks>A NAT changes the port of its own side only, so one of the two is enough (RFC 3948 §2.1).</remarks>
    public bool ReceivesEspOn(ushort sourcePort, ushort destinationPort) =>
        _udpPorts.ContainsKey(destinationPort) || _udpPorts.ContainsKey(sourcePort);

    /// <summary>Installs an inbound SA.</summary>
    /// <returns>False, and nothing changed, when its protocol and SPI are taken.</returns>
    public bool TryInstall(InboundSa sa)
    {
        if (!_inbound.TryAdd(sa))
        {
            return false;
        }

        CountUdpPort(sa, +1);
        return true;
    }

    /// <summary>
    /// Installs an outbound SA under its name, or under its bundle's name as soon as the other half is there. What had
    /// the name and the same selectors before carries no new packets while it lives.
    /// </summary>
    public void Install(OutboundSa sa)
    {
        ArgumentNullException.ThrowIfNull(sa);
        _outboundBySpi[(sa.Parameters.Protocol, sa.Parameters.Spi, sa.Parameters.Destination)] = sa;
        Resume(sa);
    }

    /// <summary>Lets an outbound SA that has yielded carry new packets again: its successor on another shard is gone.</summary>
    public void Resume(OutboundSa sa)
    {
        ArgumentNullException.ThrowIfNull(sa);
        if (sa.Parameters.Bundle is not { } bundle)
        {
            Carry(sa.Parameters.Name, new OutboundBundle(sa));
        }
        else
        {
            _halves[(bundle, sa.Parameters.Protocol)] = sa;
            if (_halves.TryGetValue((bundle, SaProtocol.Esp), out OutboundSa? esp)
                && _halves.TryGetValue((bundle, SaProtocol.Ah), out OutboundSa? ah))
            {
                Carry(bundle, new OutboundBundle(esp, ah));
            }
        }
    }

    /// <summary>Makes an outbound SA send to and from other addresses; what it carries stays as it is.</summary>
    /// <returns>False, and nothing changed, when it cannot: see <see cref="OutboundSa.MoveTo"/>.</returns>
    public bool Move(OutboundSa sa, in UdpEndpoint local, in UdpEndpoint remote)
    {
        ArgumentNullException.ThrowIfNull(sa);
        SaParameters before = sa.Parameters;
        if (!sa.MoveTo(local, remote))
        {
            return false;
        }

        RemoveIfSame(_outboundBySpi, (before.Protocol, before.Spi, before.Destination), sa);
        _outboundBySpi[(before.Protocol, before.Spi, remote.Address)] = sa;
        return true;
    }

    /// <summary>Removes an inbound SA.</summary>
    /// <returns>False when it is not installed.</returns>
    public bool Remove(InboundSa sa)
    {
        if (!_inbound.Remove(sa))
        {
            return false;
        }

        CountUdpPort(sa, -1);
        return true;
    }

    /// <summary>Removes an outbound SA, and with it the bundle that needs it. What it had replaced, if that still lives, carries again.</summary>
    /// <returns>False when it carried nothing any more: it is not installed, or was replaced.</returns>
    public bool Remove(OutboundSa sa)
    {
        ArgumentNullException.ThrowIfNull(sa);
        RemoveIfSame(_outboundBySpi, (sa.Parameters.Protocol, sa.Parameters.Spi, sa.Parameters.Destination), sa);
        if (sa.Parameters.Bundle is { } bundle)
        {
            RemoveIfSame(_halves, (bundle, sa.Parameters.Protocol), sa);
        }

        return Yield(sa);
    }

    /// <summary>Lets an outbound SA carry no new packets, because a successor on another shard does; what was sent with it is still known.</summary>
    /// <remarks>Until <see cref="Resume"/>: this shard does not hear when the successor goes.</remarks>
    /// <returns>False when it carried nothing any more.</returns>
    public bool Yield(OutboundSa sa)
    {
        ArgumentNullException.ThrowIfNull(sa);
        string name = sa.Parameters.Bundle ?? sa.Parameters.Name;
        if (!_outbound.TryGetValue(name, out OutboundChoice<OutboundBundle>? choice)
            || !choice.Remove(sa.Parameters.Selectors, bundle => bundle.First == sa || bundle.Second == sa))
        {
            return false;
        }

        if (choice.IsEmpty)
        {
            _outbound.Remove(name);
        }

        OutboundGeneration++;
        return true;
    }

    private void Carry(string name, OutboundBundle bundle)
    {
        if (!_outbound.TryGetValue(name, out OutboundChoice<OutboundBundle>? choice))
        {
            _outbound.Add(name, choice = new OutboundChoice<OutboundBundle>());
        }

        choice.Add(bundle.First.Parameters.Selectors, bundle);
        OutboundGeneration++;
    }

    private static void RemoveIfSame<TKey>(Dictionary<TKey, OutboundSa> table, TKey key, OutboundSa sa)
        where TKey : notnull
    {
        if (table.TryGetValue(key, out OutboundSa? installed) && installed == sa)
        {
            table.Remove(key);
        }
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
}
