using Pipeline.Engine.DataPath.Negotiation;
using System.Runtime.CompilerServices;
using Pipeline.Engine.DataPath.Stages;
using Pipeline.Engine.DataPath.Flows;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>The walk of a host's packet to the other gateway, stations 3 to 5; stations 1 and 2 brought it here.</summary>
/// <remarks>
/// <code>
/// 3 Classify   one packet after the other: flow cache, else policy    -> permit, block, protect with these SAs
/// 4 Protect    frame each packet; fragment first if it would not fit  -> one seal job a packet
///              then the cipher, once a suite for the whole batch; in a bundle AH follows ESP in a second round
/// 5 Send       full batches to the port
/// </code>
/// One thread, the shard's, runs it; nothing is locked or allocated. A packet that leaves early is counted by
/// <see cref="DropReason"/> and its buffer goes back to the pool. Source: RFC 4301 §5.1.
/// </remarks>
public sealed class OutboundPath : IDisposable
{
    private readonly SaDatabase _sas;
    private readonly IShardNeighbours? _neighbours;
    private readonly ISaFaultSink? _faults;
    private readonly FlowDecisions _decisions;
    private readonly PlainArrivals _plain;
    private readonly Reassembly _reassembly;
    private readonly HeldPackets? _held;
    private readonly SealStage _first;
    private readonly SealStage _second;
    private readonly PacketBatch _pieces = new();
    private readonly FittingExit _fitting;
    private readonly HostNotices _notices;
    private readonly PacketSplitter _splitter;
    private readonly PathExit _exit;
    private TimeSpan _now;

    /// <param name="sas">The shard's SAs.</param>
    /// <param name="policy">The policy, shared by all shards.</param>
    /// <param name="outer">Takes what goes to the other gateway.</param>
    /// <param name="inner">Takes ICMP messages to the sender.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="neighbours">The other shards; null when there are none.</param>
    /// <param name="faults">Hears of an SA that threw; null for nobody.</param>
    /// <param name="negotiations">Makes SAs that are not there; null when all are installed by hand.</param>
    public OutboundPath(
        SaDatabase sas,
        PolicyDatabase policy,
        BatchWriter outer,
        BatchWriter inner,
        PathOptions options,
        IShardNeighbours? neighbours = null,
        ISaFaultSink? faults = null,
        INegotiations? negotiations = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        (_sas, _neighbours, _faults) = (sas, neighbours, faults);
        var flows = new FlowCache(options.FlowCacheEntries);
        _decisions = new FlowDecisions(policy, sas, flows);
        _plain = new PlainArrivals(options.BatchPackets, flows);
        _exit = new PathExit(outer, Counters);
        _splitter = new PacketSplitter(options.FirstIdentification, Counters.Drops);
        _fitting = new FittingExit(_exit, _splitter, Counters.Drops);
        _reassembly = new Reassembly(options.Reassembly, Counters.Drops);
        _notices = new HostNotices(inner, options.IcmpPerSecond);
        _held = negotiations is null ? null : new HeldPackets(options.Hold, negotiations, sas, policy.SoftSas, neighbours, Counters.Drops);
        _first = new SealStage(options.BatchPackets);
        _second = new SealStage(options.BatchPackets);
    }

    /// <summary>What the path did.</summary>
    public PathCounters Counters { get; } = new();

    /// <summary>True while packets wait for SAs: the path is then to be walked, with nothing new, when SAs have changed.</summary>
    public bool HasHeld => _held is { Any: true };

    /// <summary>Walks a batch of packets from the protected side to its end; the batch is empty afterwards.</summary>
    /// <param name="arrivals">Clear packets of local hosts.</param>
    /// <param name="now">A monotonic time, for packets that wait for fragments.</param>
    public void Process(PacketBatch arrivals, TimeSpan now)
    {
        _now = now;
        _decisions.Refresh();
        Counters.CountReceived(arrivals);
        WalkHeld(now);
        Walk(arrivals, now);
        arrivals.Forget();
        _reassembly.Expire(now);
        RunStages();
        _exit.Flush();
        _notices.Flush();
        _neighbours?.Flush();
    }

    /// <summary>Sends a dummy packet over an SA of this shard (RFC 4303 §2.6).</summary>
    /// <param name="buffer">As long as the dummy's filling; taken over.</param>
    /// <param name="bundle">The SAs.</param>
    public void SendDummy(PacketBuffer buffer, OutboundBundle bundle)
    {
        DropReason reason = bundle.First.ProtectDummy(buffer, out _first.NextJob);
        if (reason != DropReason.None)
        {
            Counters.Drops.Drop(buffer, reason);
            return;
        }

        _first.Add(buffer, bundle.First, bundle);
        RunStages();
        _exit.Flush();
    }

    /// <summary>Gives back every buffer that waits for fragments.</summary>
    public void Dispose()
    {
        _reassembly.Dispose();
        _held?.Dispose();
    }

    // ---- stations 3 and 4 for the usual packet

    /// <summary>
    /// Plain packets whose flow is known, and that fit the one tunnel it goes into, are framed the short way: no header is stored,
    /// nothing is asked twice. The general way below does the same to the same packet.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Walk(PacketBatch arrivals, TimeSpan now)
    {
        bool looksAhead = _sas.OutboundCount > LookAhead.FewSas;
        for (int first = 0; first < arrivals.Count; first += _plain.Capacity)
        {
            int count = Math.Min(_plain.Capacity, arrivals.Count - first);
            _plain.Prepare(arrivals, first, count, looksAhead);
            for (int index = 0; index < count; index++)
            {
                PacketBuffer packet = arrivals[first + index];
                ref readonly PlainArrivals.Arrival arrival = ref _plain.Next(index);
                if (_plain.SaOf(arrival) is { } sa && arrival.TotalLength <= sa.LongestUnsplit)
                {
                    ProtectPlain(packet, arrival, sa);
                }
                else
                {
                    Classify(packet, now);
                }
            }
        }
    }

    private void ProtectPlain(PacketBuffer packet, in PlainArrivals.Arrival arrival, OutboundSa sa)
    {
        if (_first.IsFull)
        {
            RunStages();
        }

        DropReason reason;
        try
        {
            reason = sa.ProtectPlain(
                packet, arrival.TotalLength, arrival.TrafficClass, arrival.DontFragment, out _first.NextJob);
        }
        catch (Exception fault)
        {
            reason = TakeOutOfService(sa, fault);
        }

        if (reason == DropReason.None)
        {
            _first.Add(packet, sa, bundle: null);
        }
        else
        {
            Counters.Drops.Drop(packet, reason);
        }
    }

    // ---- station 3: classify

    /// <summary>Packets that waited for SAs, first: they came before all others.</summary>
    private void WalkHeld(TimeSpan now)
    {
        if (_held is { Any: true })
        {
            PacketBatch ready = _held.Release(now);
            Walk(ready, now);
            ready.Forget();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Classify(PacketBuffer packet, TimeSpan now)
    {
        if (!IpPacket.TryRead(packet.Packet, out IpPacket ip))
        {
            Counters.Drops.Drop(packet, IpPacket.HasIpVersion(packet.Packet) ? DropReason.Malformed : DropReason.NotIp);
            return;
        }

        if (ip.IsFragment)
        {
            // Rules may name ports, which only whole datagrams show (RFC 4301 §7.4): no fragment slips past a rule.
            Reassemble(packet, ip, now);
            return;
        }

        FlowKey flow = FlowKey.Read(ip, packet.Packet);
        FlowDecision decision = _decisions.Decide(flow);
        switch (decision.Kind)
        {
            case VerdictKind.Protect when decision.Bundle is { } bundle:
                Fit(packet, ip, bundle);
                break;
            case VerdictKind.Protect when _neighbours?.TryHandOver(packet, _decisions.SaNameOf(decision), flow) == true:
                break;
            case VerdictKind.Permit:
            case VerdictKind.Protect when _held?.MayGoClear(_decisions.SaNameOf(decision), flow, _decisions.UnsecuredOf(decision), now) == true:
                packet.TrimEnd(packet.Length - ip.TotalLength);
                _exit.Send(packet);
                break;
            case VerdictKind.Protect when _held is not null:
                _held.Hold(packet, _decisions.SaNameOf(decision), flow, _decisions.UnsecuredOf(decision), now);
                break;
            case VerdictKind.Protect or VerdictKind.Negotiate:
                Counters.Drops.Drop(packet, DropReason.NoSa);
                break;
            default:
                Counters.Drops.Drop(packet, DropReason.BlockedByPolicy);
                break;
        }
    }

    private void Reassemble(PacketBuffer packet, in IpPacket ip, TimeSpan now)
    {
        if (_reassembly.Add(packet, ip, now) is { } whole)
        {
            Classify(whole, now);
        }
    }

    // ---- station 4: protect

    /// <summary>Sees to it that the protected packet fits the path: as it is, in pieces, or not at all.</summary>
    private void Fit(PacketBuffer packet, in IpPacket ip, OutboundBundle bundle)
    {
        if (ip.TotalLength <= bundle.LongestUnsplit)
        {
            Protect(packet, ip, bundle);
            return;
        }

        switch (PathFit.Decide(ip, bundle, out int mtu))
        {
            case PathFitDecision.Refuse:
                _notices.TellTooBig(packet, ip, mtu, bundle.First.Parameters.Source, _now);
                Counters.Drops.Drop(packet, DropReason.TooBig);
                break;
            case PathFitDecision.SplitFirst:
                ProtectPieces(packet, ip, mtu, bundle);
                break;
            default:
                Protect(packet, ip, bundle);
                break;
        }
    }

    private void ProtectPieces(PacketBuffer packet, in IpPacket ip, int room, OutboundBundle bundle)
    {
        if (!_splitter.TrySplit(packet, ip, room, _pieces))
        {
            return;
        }

        for (int i = 0; i < _pieces.Count; i++)
        {
            PacketBuffer piece = _pieces[i];
            if (IpPacket.TryRead(piece.Packet, out IpPacket header))
            {
                Protect(piece, header, bundle);
            }
            else
            {
                Counters.Drops.Drop(piece, DropReason.Malformed);
            }
        }

        _pieces.Forget();
    }

    private void Protect(PacketBuffer packet, in IpPacket ip, OutboundBundle bundle)
    {
        if (_first.IsFull)
        {
            RunStages();
        }

        DropReason reason = Protect(bundle.First, packet, ip, _first);
        if (reason != DropReason.None)
        {
            Counters.Drops.Drop(packet, reason);
            return;
        }

        _first.Add(packet, bundle.First, bundle);
    }

    // A fault of one SA's own code must not take the shard with it: that SA alone goes out of service.

    private DropReason Protect(OutboundSa sa, PacketBuffer packet, in IpPacket ip, SealStage stage)
    {
        try
        {
            return sa.Protect(packet, ip, stage.NextScratch, out stage.NextJob);
        }
        catch (Exception fault)
        {
            return TakeOutOfService(sa, fault);
        }
    }

    private DropReason TakeOutOfService(OutboundSa sa, Exception? fault)
    {
        // Once only: other packets of the batch may meet the same fault.
        if (fault is not null && _sas.Remove(sa))
        {
            _decisions.Forget();
            _faults?.Failed(sa, fault);
        }

        return DropReason.SaFailed;
    }

    private void RunStages()
    {
        Run(_first);
        Run(_second);
    }

    private void Run(SealStage stage)
    {
        stage.Run();
        for (int i = 0; i < stage.Count; i++)
        {
            PacketBuffer packet = stage.Packet(i);
            if (stage.HasLost && stage.IsLost(i))
            {
                Counters.Drops.Drop(packet, TakeOutOfService(stage.Sa(i), stage.Fault(i)));
            }
            else if (stage.Bundle(i) is { } bundle)
            {
                Finish(packet, stage.Sa(i), bundle);
            }
            else
            {
                _exit.Send(packet);
            }
        }

        stage.Clear();
    }

    private void Finish(PacketBuffer packet, OutboundSa sa, OutboundBundle bundle)
    {
        sa.Finish(packet);
        if (bundle.Second is { } second && second != sa)
        {
            ProtectAgain(packet, bundle, second);
        }
        else
        {
            _fitting.Send(packet, bundle);
        }
    }

    /// <summary>AH around the ESP packet: "out ESP, then AH" (RFC 2401 §4.3).</summary>
    private void ProtectAgain(PacketBuffer packet, OutboundBundle bundle, OutboundSa second)
    {
        DropReason reason = IpPacket.TryRead(packet.Packet, out IpPacket ip)
            ? Protect(second, packet, ip, _second)
            : DropReason.Malformed;

        if (reason != DropReason.None)
        {
            Counters.Drops.Drop(packet, reason);
            return;
        }

        _second.Add(packet, second, bundle);
    }
}
