using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>The sending half of an SA: its keys, its sequence number and its counters.</summary>
/// <remarks>
/// Owned by the shard of its <c>SaActor</c>; only that thread may call it, so it takes no lock. It frames a packet and
/// describes the cipher's work as a <see cref="SealJob"/>; the path runs the jobs of a whole batch at once.
/// </remarks>
public sealed class OutboundSa : IDisposable
{
    /// <summary>A path MTU below this is not believed: the smallest that IPv4 (RFC 1191 §3) or IPv6 paths sensibly have.</summary>
    public const int MinimumPathMtu = 576;

    /// <summary>Bytes of the fields of one of these: what is fetched ahead of a packet; a test compares.</summary>
    internal const int FieldsLength = 256;

    // Copies of what every packet asks: one object to fetch for a packet of an SA that has not sent for a while.
    private SequenceCounter _sequence;
    private SaLifetime _lifetime;
    private EspTunnelFrame _frame;
    private OuterHeader _outer;
    private readonly PacketKey _key;
    private readonly PinnedView _keyMemory;
    private readonly EspLayout _layout;
    private readonly uint _spi;
    private readonly ushort _identificationMask;
    private readonly int _frontLength;
    private readonly bool _isTunnel;
    private readonly bool _isEsp;
    private readonly bool _decrementsHopLimit;
    private readonly bool _hasTfcPadding;
    private UdpEncapsulationPorts? _udp;
    private OutboundSa? _around;

    /// <param name="parameters">What is fixed about it; its keys are copied into expanded form.</param>
    public OutboundSa(SaParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        Transform = parameters.Transform;
        SelectsByPort = parameters.Selectors.Any(selector => selector.SelectsByPort);
        AhLength = parameters.AhLength;
        _isTunnel = parameters.Mode == SaMode.Tunnel;
        _isEsp = parameters.Protocol == SaProtocol.Esp;
        _decrementsHopLimit = parameters.DecrementHopLimit;
        _hasTfcPadding = _isTunnel && _isEsp && parameters.TfcPadToLength > 0;
        _udp = parameters.UdpEncapsulation;
        _spi = parameters.Spi;
        _identificationMask = (ushort)(_spi ^ (_spi >> 16));
        _layout = EspLayout.Of(parameters.Transform);
        _lifetime = new SaLifetime(parameters.Lifetime);
        _sequence = new SequenceCounter(parameters.FirstSequence, parameters.ExtendedSequenceNumbers);
        _outer = parameters.OuterHeader;
        _frontLength = (_isEsp ? _layout.FrontLength : AhLength) + OutsideLength(0);
        TakesPlain = _isTunnel && _isEsp && !_hasTfcPadding && !_decrementsHopLimit
            && EspTunnelFrame.TryMake(_spi, _layout, _outer, _udp, out _frame);
        PathMtu = parameters.PathMtu;
        _key = parameters.Transform.CreateKey(parameters.EncryptionKey.Span, parameters.IntegrityKey.Span);
        _keyMemory = _key.Memory;
    }

    /// <summary>What is fixed about it, but for the outer addresses and ports: see <see cref="MoveTo"/>.</summary>
    public SaParameters Parameters { get; private set; }

    /// <summary>Its suite.</summary>
    public PacketTransform Transform { get; }

    /// <summary>What it has carried, and its limits.</summary>
    public ref SaLifetime Lifetime => ref _lifetime;

    /// <summary>The sequence number used last.</summary>
    public ulong LastSequence => _sequence.Used;

    /// <summary>The longest outer packet, in bytes, that the path takes as far as known.</summary>
    public int PathMtu
    {
        get;
        private set
        {
            field = value;
            LongestUnsplit = _isTunnel ? MaximumLength(value, 0) : 0;
        }
    }

    /// <summary>
    /// True for tunnel-mode ESP over IPv4 that changes nothing in the inner packet: no TFC padding, no hop limit to count down. Such
    /// an SA need not know more of a packet than <see cref="PlainIpv4"/> says. Tests set it to false, to compare the general way.
    /// </summary>
    internal bool TakesPlain { get; init; }

    /// <summary>
    /// Tunnel mode: an inner packet of at most so many bytes fits <see cref="PathMtu"/> once protected. Transport mode, whose
    /// answer depends on the packet's headers: 0.
    /// </summary>
    internal int LongestUnsplit { get; private set; }

    /// <summary>True when its selectors look at ports or ICMP types, which fragments do not show.</summary>
    public bool SelectsByPort { get; }

    /// <summary>Bytes of its AH header; 0 for ESP.</summary>
    public int AhLength { get; }

    /// <summary>Believes a router that says its link takes less (RFC 4301 §8.2.1); never raises the value.</summary>
    /// <returns>True when the value changed.</returns>
    public bool LowerPathMtu(int mtu)
    {
        int bounded = Math.Max(mtu, MinimumPathMtu);
        if (bounded >= PathMtu)
        {
            return false;
        }

        PathMtu = bounded;
        return true;
    }

    /// <summary>Sends to and from other addresses and UDP ports from now on: the peer's NAT has a new mapping (RFC 7296 §2.23).</summary>
    /// <param name="local">Where its packets come from.</param>
    /// <param name="remote">Where they go.</param>
    /// <returns>False, and nothing changed, for an SA without UDP encapsulation, or addresses of another family.</returns>
    internal bool MoveTo(in UdpEndpoint local, in UdpEndpoint remote)
    {
        if (Parameters.TryMove(local, remote) is { } moved)
        {
            (Parameters, _udp, _outer) = (moved, moved.UdpEncapsulation, moved.OuterHeader);
            EspTunnelFrame.TryMake(_spi, _layout, _outer, _udp, out _frame);
            return true;
        }

        return false;
    }

    /// <summary>Tells it that AH goes around its packets, so that TFC padding leaves room for that.</summary>
    internal void GoInside(OutboundSa around) => _around = around;

    /// <summary>Bytes of the packet that leaves when one of <paramref name="length"/> bytes enters, without TFC padding.</summary>
    /// <param name="length">Bytes of the packet.</param>
    /// <param name="headersLength">Bytes of it that stay outside in transport mode.</param>
    public int ProtectedLength(int length, int headersLength)
    {
        int outside = OutsideLength(headersLength);
        int text = _isTunnel ? length : length - headersLength;
        return outside + (AhLength > 0 ? AhLength + text : _layout.Length(text));
    }

    /// <summary>The longest packet that may enter so that what leaves is at most <paramref name="mtu"/> bytes.</summary>
    public int MaximumLength(int mtu, int headersLength)
    {
        int room = mtu - OutsideLength(headersLength);
        int text = AhLength > 0 ? room - AhLength : _layout.MaximumTextLength(room);
        return _isTunnel ? text : text + headersLength;
    }

    /// <summary>Frames a packet: everything but the cipher.</summary>
    /// <param name="buffer">
    /// In: an IP packet. Out: the protected packet with its outer header; IV and ICV are written when the job runs.
    /// Its content is undefined when the result is not <see cref="DropReason.None"/>.
    /// </param>
    /// <param name="ip">The packet's header, as read from <paramref name="buffer"/>.</param>
    /// <param name="scratch">For AH: room for the authenticated form of the headers; belongs to the job until it ran.</param>
    /// <param name="job">The cipher's work; valid when the result is <see cref="DropReason.None"/>.</param>
    /// <returns>
    /// <see cref="DropReason.None"/>, <see cref="DropReason.SaExpired"/>, <see cref="DropReason.SequenceExhausted"/>,
    /// <see cref="DropReason.NoRoom"/>, <see cref="DropReason.TimeToLiveExceeded"/>, or for transport mode
    /// <see cref="DropReason.BadFragment"/> and <see cref="DropReason.Malformed"/>. Never throws for a packet.
    /// </returns>
    /// <remarks>Allocates nothing. Source: RFC 4303 §3.3, RFC 4302 §3.3, RFC 4301 §5.1.2.</remarks>
    public DropReason Protect(PacketBuffer buffer, in IpPacket ip, PinnedSegment scratch, out SealJob job)
    {
        job = default;

        // Link padding behind the IP packet is not part of it.
        buffer.TrimEnd(buffer.Length - ip.TotalLength);
        if (!_isTunnel && ip.IsFragment)
        {
            return DropReason.BadFragment;
        }

        if (_decrementsHopLimit && !HopLimit.TryDecrement(buffer.Packet, ip))
        {
            return DropReason.TimeToLiveExceeded;
        }

        if (_hasTfcPadding)
        {
            AddTfcPadding(buffer);
        }

        DropReason reason = Begin(buffer, ip.UnfragmentableLength, ref job);
        if (reason != DropReason.None)
        {
            return reason;
        }

        reason = _isTunnel
            ? ProtectInTunnel(
                buffer, ip.IsIpv6 ? IpProtocol.Ipv6 : IpProtocol.Ipv4, ip.TrafficClass, ip.DontFragment, scratch, ref job)
            : ProtectInTransport(buffer, ip, scratch, ref job);
        return reason == DropReason.None ? End(job) : reason;
    }

    /// <summary>As <see cref="Protect"/>, for a packet and an SA of the usual kind: see <see cref="TakesPlain"/>.</summary>
    internal DropReason ProtectPlain(
        PacketBuffer buffer, int totalLength, byte trafficClass, bool dontFragment, out SealJob job)
    {
        job = default;
        DropReason reason = MaySend();
        if (reason != DropReason.None)
        {
            return reason;
        }

        ulong sequence = _sequence.Used + 1;
        buffer.TrimEnd(buffer.Length - totalLength);
        if (!_frame.TryWrite(buffer, trafficClass, dontFragment, IdentificationOf(sequence), (uint)sequence, ref job))
        {
            return DropReason.NoRoom;
        }

        job.Key = _key;
        job.Sequence = sequence;
        job.ExtendedSequence = _sequence.IsExtended;
        return End(job);
    }

    /// <summary>Makes a dummy packet that the receiver throws away, to hide how much traffic there is (RFC 4303 §2.6).</summary>
    /// <param name="buffer">Its present length says how many bytes of filling the dummy has; the content is not used.</param>
    /// <param name="job">The cipher's work.</param>
    /// <returns>As <see cref="Protect"/>; <see cref="DropReason.Malformed"/> for an AH or transport-mode SA, which has no dummies.</returns>
    public DropReason ProtectDummy(PacketBuffer buffer, out SealJob job)
    {
        job = default;
        if (!_isEsp || !_isTunnel)
        {
            return DropReason.Malformed;
        }

        DropReason reason = Begin(buffer, headersLength: 0, ref job);
        if (reason != DropReason.None)
        {
            return reason;
        }

        buffer.Packet.Clear();
        EspPacket.Wrap(buffer, _spi, IpProtocol.NoNextHeader, _layout, ref job);
        PutOuter(buffer, innerTrafficClass: 0, innerDontFragment: true, job.Sequence);
        return End(job);
    }

    /// <summary>What is left to do once the job ran: the UDP checksum over IPv6 covers the ciphertext.</summary>
    public void Finish(PacketBuffer buffer)
    {
        if (_udp is not null && Parameters.Source.IsIpv6)
        {
            UdpEncapsulation.WriteIpv6Checksum(buffer.Packet);
        }
    }

    /// <summary>Begins to fetch what the next packet reads and changes, once the SA itself is in the cache.</summary>
    /// <param name="length">Bytes of that packet.</param>
    internal void FetchParts(int length)
    {
        Prefetch.Front(_key);
        Transform.Fetch(_keyMemory, length);
    }

    /// <summary>Erases the expanded keys.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>Checks that a packet may be sent, and begins its job with the next sequence number.</summary>
    private DropReason Begin(PacketBuffer buffer, int headersLength, ref SealJob job)
    {
        DropReason reason = MaySend();
        if (reason != DropReason.None)
        {
            return reason;
        }

        if (!HasRoom(buffer, headersLength))
        {
            return DropReason.NoRoom;
        }

        job.Key = _key;
        job.Sequence = _sequence.Used + 1;
        job.ExtendedSequence = _sequence.IsExtended;
        return DropReason.None;
    }

    private DropReason MaySend()
    {
        if (_sequence.Remaining == 0)
        {
            // Told once as a hard limit (RFC 4303 §3.3.3 wants it audited); counted for every packet.
            _lifetime.Exhaust();
            return DropReason.SequenceExhausted;
        }

        return _lifetime.State == SaLifetimeState.HardExpired ? DropReason.SaExpired : DropReason.None;
    }

    /// <summary>Uses the number up, last of all: a refused packet must not leave a gap.</summary>
    private DropReason End(in SealJob job)
    {
        _sequence.TryNext(out _);
        _lifetime.Count(job.TextLength);
        return DropReason.None;
    }

    /// <summary>
    /// Names the outer packet should a router fragment it (RFC 6864): different for 65,536 packets of the SA, and SAs between the
    /// same gateways do not count in step.
    /// </summary>
    private ushort IdentificationOf(ulong sequence) => (ushort)(sequence ^ _identificationMask);

    private DropReason ProtectInTunnel(
        PacketBuffer buffer, byte nextHeader, byte trafficClass, bool dontFragment, PinnedSegment scratch, ref SealJob job)
    {
        Wrap(buffer, nextHeader, ref job);
        PutOuter(buffer, trafficClass, dontFragment, job.Sequence);
        return Describe(buffer, scratch, ref job);
    }

    private DropReason ProtectInTransport(PacketBuffer buffer, in IpPacket ip, PinnedSegment scratch, ref SealJob job)
    {
        Span<byte> headers = stackalloc byte[TransportMode.MaximumHeadersLength];
        headers = headers[..ip.UnfragmentableLength];
        TransportMode.TakeHeaders(buffer, headers);
        Wrap(buffer, headers[ip.UnfragmentableProtocolOffset], ref job);
        byte protocol = PrependUdp(buffer);
        TransportMode.PutHeaders(buffer, headers, ip.UnfragmentableProtocolOffset, protocol);
        return Describe(buffer, scratch, ref job);
    }

    private void Wrap(PacketBuffer buffer, byte nextHeader, ref SealJob job)
    {
        if (_isEsp)
        {
            EspPacket.Wrap(buffer, _spi, nextHeader, _layout, ref job);
        }
        else
        {
            AhPacket.Wrap(buffer, new AhHeader(nextHeader, AhLength, _spi, (uint)job.Sequence));
        }
    }

    /// <summary>Puts UDP around ESP when the SA has it.</summary>
    /// <returns>The protocol of what the buffer holds now.</returns>
    private byte PrependUdp(PacketBuffer buffer)
    {
        if (_udp is null)
        {
            return _isEsp ? IpProtocol.Esp : IpProtocol.Ah;
        }

        UdpEncapsulation.Prepend(buffer, _udp.Value);
        return IpProtocol.Udp;
    }

    private void PutOuter(PacketBuffer buffer, byte innerTrafficClass, bool innerDontFragment, ulong sequence)
    {
        byte protocol = PrependUdp(buffer);
        _outer.Prepend(buffer, protocol, innerTrafficClass, innerDontFragment, IdentificationOf(sequence));
    }

    private DropReason Describe(PacketBuffer buffer, PinnedSegment scratch, ref SealJob job) =>
        _isEsp || AhPacket.TryDescribe(buffer, AhLength, Parameters.Transform, scratch, ref job)
            ? DropReason.None
            : DropReason.Malformed;

    private void AddTfcPadding(PacketBuffer buffer)
    {
        int mtu = _around is null ? PathMtu : Math.Min(PathMtu, _around.PathMtu) - _around.AhLength;
        int target = Math.Min(Parameters.TfcPadToLength, MaximumLength(mtu, 0));
        int more = Math.Min(target - buffer.Length, buffer.Tailroom - PacketPool.Tailroom);
        if (more > 0)
        {
            buffer.Append(more).Clear();
        }
    }

    private bool HasRoom(PacketBuffer buffer, int headersLength)
    {
        int text = _isTunnel ? buffer.Length : buffer.Length - headersLength;
        int back = _isEsp ? _layout.BackLength(text) : 0;
        return buffer.Headroom >= _frontLength
            && buffer.Tailroom >= back
            && buffer.Length + _frontLength + back <= ushort.MaxValue
            && (_isTunnel || headersLength <= TransportMode.MaximumHeadersLength);
    }

    private int OutsideLength(int headersLength) =>
        (_isTunnel ? _outer.Length : headersLength) + (_udp is null ? 0 : UdpHeader.HeaderLength);
}
