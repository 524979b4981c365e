using Pipeline.Engine.DataPath.Negotiation;
using Pipeline.Engine.DataPath.Stages;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>The walk of a packet from the other gateway to a host, stations 3 to 6; stations 1 and 2 brought it here.</summary>
/// <remarks>
/// <code>
/// 3 Find SA        ESP, AH, or ESP behind UDP: the SPI finds the SA; anything else goes to station 5
/// 4 Unprotect      replay check, then the cipher once a suite for the whole batch, then padding and outer header off;
///                  a bundle takes a second round: in AH, then ESP
/// 5 Check policy   what came out must match the SA's selectors; what came in the clear must be permitted
/// 6 Send           full batches to the port
/// </code>
/// One thread, the shard's, runs it; nothing is locked or allocated. A packet that leaves early is counted by
/// <see cref="DropReason"/> and its buffer goes back to the pool. Source: RFC 4301 §5.2.
/// </remarks>
public sealed class InboundPath : IDisposable
{
    private readonly SaDatabase _sas;
    private readonly ClearArrivals _clear;
    private readonly PathExit _exit;
    private readonly IShardNeighbours? _neighbours;
    private readonly InboundFaults _faults;
    private readonly Reassembly _reassembly;
    private readonly EarlyPackets _early;
    private readonly EspLookAhead _ahead;
    private readonly OpenStage _first;
    private readonly OpenStage _second;
    private TimeSpan _now;

    /// <param name="sas">The shard's SAs.</param>
    /// <param name="policy">The policy, shared by all shards.</param>
    /// <param name="inner">Takes what goes to the hosts.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="neighbours">The other shards; null when there are none.</param>
    /// <param name="faults">Hears of an SA that threw; null for nobody.</param>
    /// <param name="offered">SPIs that we have offered to peers: their first packets may come early; null for none.</param>
    public InboundPath(
        SaDatabase sas,
        PolicyDatabase policy,
        BatchWriter inner,
        PathOptions options,
        IShardNeighbours? neighbours = null,
        ISaFaultSink? faults = null,
        IOfferedSpis? offered = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_sas, _neighbours, _faults) = (sas, neighbours, new InboundFaults(sas, faults));
        _exit = new PathExit(inner, Counters);
        _clear = new ClearArrivals(sas, policy, neighbours, _exit, Counters.Drops);
        _reassembly = new Reassembly(options.Reassembly, Counters.Drops);
        _early = new EarlyPackets(options.Hold, offered, neighbours, Counters.Drops);
        _ahead = new EspLookAhead(sas);
        _first = new OpenStage(options.BatchPackets);
        _second = new OpenStage(options.BatchPackets);
    }

    /// <summary>What the path did.</summary>
    public PathCounters Counters { get; } = new();

    /// <summary>True when packets wait for their SAs, which the next <see cref="Process"/> may find.</summary>
    public bool HasHeld => _early.Any;

    /// <summary>Walks a batch of packets from the open network to its end; the batch is empty afterwards.</summary>
    /// <param name="arrivals">Packets as they came from the network.</param>
    /// <param name="now">A monotonic time, for packets that wait for fragments, or for their SAs.</param>
    public void Process(PacketBatch arrivals, TimeSpan now)
    {
        _now = now;
        Counters.CountReceived(arrivals);
        if (_early.Any)
        {
            Walk(_early.Release(_sas, now), now);
        }

        Walk(arrivals, now);
        _reassembly.Expire(now);
        RunStages();
        _exit.Flush();
        _neighbours?.Flush();
    }

    /// <summary>Gives back every buffer that waits for fragments, or for its SA.</summary>
    public void Dispose()
    {
        _reassembly.Dispose();
        _early.Dispose();
    }

    private void Walk(PacketBatch arrivals, TimeSpan now)
    {
        bool looksAhead = _sas.InboundCount > LookAhead.FewSas;
        if (looksAhead)
        {
            _ahead.Begin(arrivals);
        }

        for (int i = 0; i < arrivals.Count; i++)
        {
            if (looksAhead)
            {
                _ahead.Advance(i);
            }

            if (!TryPlain(arrivals[i]))
            {
                FindSa(arrivals[i], now);
            }
        }

        _ahead.End();
        arrivals.Forget();
    }

    // ---- stations 3 and 4 for the usual packet

    /// <summary>
    /// ESP over plain IPv4 for a tunnel of this shard takes the short way: no header is stored. The general way below does the same
    /// to the same packet.
    /// </summary>
    /// <returns>False when the packet must take the general way; the caller keeps it.</returns>
    private bool TryPlain(PacketBuffer packet)
    {
        if (!PlainEsp.TryRead(packet.Packet, out PlainEsp esp)
            || _sas.FindInbound(SaProtocol.Esp, esp.Spi) is not { TakesPlain: true } sa)
        {
            return false;
        }

        if (_first.IsFull)
        {
            RunStages();
        }

        DropReason reason;
        try
        {
            reason = sa.UnprotectPlain(packet, esp.TotalLength, out _first.NextJob);
        }
        catch (Exception fault)
        {
            reason = _faults.TakeOutOfService(sa, fault);
        }

        if (reason == DropReason.None)
        {
            _first.AddPlain(packet, esp.TrafficClass, sa);
        }
        else
        {
            Counters.Drops.Drop(packet, reason);
        }

        return true;
    }

    private void FinishPlain(OpenStage stage, int index)
    {
        PacketBuffer packet = stage.Packet(index);
        InboundSa sa = stage.Sa(index);
        DropReason reason;
        try
        {
            reason = sa.FinishPlain(packet, stage.TrafficClass(index), stage.Job(index));
        }
        catch (Exception fault)
        {
            reason = _faults.TakeOutOfService(sa, fault);
        }

        if (reason == DropReason.None)
        {
            _exit.Send(packet);
        }
        else
        {
            Counters.Drops.Drop(packet, reason);
        }
    }

    // ---- station 3: find the SA

    private void FindSa(PacketBuffer packet, TimeSpan now)
    {
        if (!IpPacket.TryRead(packet.Packet, out IpPacket ip))
        {
            Counters.Drops.Drop(packet, IpPacket.HasIpVersion(packet.Packet) ? DropReason.Malformed : DropReason.NotIp);
        }
        else if (ip.IsFragment)
        {
            // ESP and AH see whole packets only (RFC 4303 §3.4.1), and rules may name ports, which only whole datagrams
            // show (RFC 4301 §7.4). A fragment does not even show reliably which of these it is part of.
            Reassemble(packet, ip, now);
        }
        else if (!TryProtected(packet, ip))
        {
            _clear.Check(packet, ip, now);
        }
    }

    private void Reassemble(PacketBuffer packet, in IpPacket ip, TimeSpan now)
    {
        if (_reassembly.Add(packet, ip, now) is { } whole)
        {
            FindSa(whole, now);
        }
    }

    /// <summary>Takes a packet that is ESP or AH to its SA.</summary>
    /// <returns>False when the packet is neither; the caller keeps it.</returns>
    private bool TryProtected(PacketBuffer packet, in IpPacket ip)
    {
        switch (ip.Protocol)
        {
            case IpProtocol.Esp:
                Open(packet, ip, SaProtocol.Esp, ip.PayloadOffset, outerSa: null);
                return true;
            case IpProtocol.Ah:
                Open(packet, ip, SaProtocol.Ah, ip.PayloadOffset, outerSa: null);
                return true;
            case IpProtocol.Udp:
                return TryBehindUdp(packet, ip);
            default:
                return false;
        }
    }

    private bool TryBehindUdp(PacketBuffer packet, in IpPacket ip)
    {
        ReadOnlySpan<byte> datagram = packet.Packet[ip.PayloadOffset..ip.TotalLength];
        if (!UdpHeader.TryRead(datagram, out UdpHeader udp) || !_sas.ReceivesEspOn(udp.SourcePort, udp.DestinationPort))
        {
            return false;
        }

        switch (NonEspMarker.Classify(datagram[UdpHeader.HeaderLength..]))
        {
            case UdpPayloadKind.Esp:
                Open(packet, ip, SaProtocol.Esp, ip.PayloadOffset + UdpHeader.HeaderLength, outerSa: null);
                break;
            case UdpPayloadKind.Ike:
                Counters.Drops.Drop(packet, DropReason.Ike);
                break;
            case UdpPayloadKind.KeepAlive:
                Counters.Drops.Drop(packet, DropReason.KeepAlive);
                break;
            default:
                Counters.Drops.Drop(packet, DropReason.Malformed);
                break;
        }

        return true;
    }

    // ---- station 4: unprotect

    /// <param name="packet">The packet; taken over.</param>
    /// <param name="ip">Its IP header.</param>
    /// <param name="protocol">ESP or AH.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="outerSa">The AH SA of a bundle that the packet has passed; null in the first round.</param>
    private void Open(PacketBuffer packet, in IpPacket ip, SaProtocol protocol, int offset, InboundSa? outerSa)
    {
        if (!ArrivingSpi.TryRead(packet.Packet[offset..ip.TotalLength], protocol, out uint spi))
        {
            Counters.Drops.Drop(packet, DropReason.Malformed);
            return;
        }

        if (_sas.FindInbound(protocol, spi) is not { } sa)
        {
            _early.Take(packet, protocol, spi, _now);
            return;
        }

        OpenStage stage = outerSa is null ? _first : _second;
        if (stage.IsFull)
        {
            // Only the first round fills up from outside; the second never holds more than the first did.
            RunStages();
        }

        DropReason reason = _faults.Unprotect(sa, packet, ip, offset, stage);
        if (reason != DropReason.None)
        {
            Counters.Drops.Drop(packet, reason);
            return;
        }

        stage.Add(packet, ip, sa, outerSa);
    }

    /// <summary>Opens what was collected, and once more what was inside an AH of a bundle.</summary>
    private void RunStages()
    {
        Run(_first);
        Run(_second);
    }

    private void Run(OpenStage stage)
    {
        stage.Run();
        for (int i = 0; i < stage.Count; i++)
        {
            if (stage.HasLost && stage.IsLost(i))
            {
                Counters.Drops.Drop(stage.Packet(i), _faults.TakeOutOfService(stage.Sa(i), stage.Fault(i)));
            }
            else if (stage.IsPlain(i))
            {
                FinishPlain(stage, i);
            }
            else
            {
                Finish(stage, i);
            }
        }

        stage.Clear();
    }

    private void Finish(OpenStage stage, int index)
    {
        PacketBuffer packet = stage.Packet(index);
        InboundSa sa = stage.Sa(index);
        InboundSa? outerSa = stage.OuterSa(index);
        DropReason reason = _faults.Finish(sa, packet, stage, index, out IpPacket inner);
        if (reason != DropReason.None)
        {
            Counters.Drops.Drop(packet, reason);
        }
        else if (outerSa is null && IsOuterOfBundle(sa))
        {
            OpenInside(packet, inner, sa);
        }
        else
        {
            CheckSelectors(packet, inner, sa, outerSa);
        }
    }

    private static bool IsOuterOfBundle(InboundSa sa) => sa.Bundle is not null && sa.Parameters.Protocol == SaProtocol.Ah;

    /// <summary>The AH of a bundle is off: the ESP inside takes the second round.</summary>
    private void OpenInside(PacketBuffer packet, in IpPacket ip, InboundSa sa)
    {
        if (ip.Protocol != IpProtocol.Esp)
        {
            Counters.Drops.Drop(packet, DropReason.OutsideSelectors);
            return;
        }

        Open(packet, ip, SaProtocol.Esp, ip.PayloadOffset, sa);
    }

    // ---- station 5: check policy

    /// <summary>What came out of an SA must be what the SA was made for (RFC 4301 §5.2 step 4).</summary>
    private void CheckSelectors(PacketBuffer packet, in IpPacket inner, InboundSa sa, InboundSa? outerSa)
    {
        if (sa.Bundle != outerSa?.Bundle || !sa.Admits(FlowKey.Read(inner, packet.Packet)))
        {
            Counters.Drops.Drop(packet, DropReason.OutsideSelectors);
        }
        else
        {
            _exit.Send(packet);
        }
    }
}
