using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>The receiving half of an SA: its keys, its replay window and its counters.</summary>
/// <remarks>
/// Owned by the shard of its <c>SaActor</c>; only that thread may call it, so it takes no lock. A packet passes in two
/// steps, with the cipher between them: <see cref="Unprotect"/> (is it worth decrypting?) and <see cref="Finish"/>
/// (authentic: record the number, take the framing off). Source: RFC 4303 §3.4, RFC 4302 §3.4, RFC 4301 §5.2.
/// </remarks>
public sealed class InboundSa : IDisposable
{
    /// <summary>Bytes of the fields of one of these: what is fetched ahead of a packet; a test compares.</summary>
    internal const int FieldsLength = 152;

    // Copies of what every packet asks: one object to fetch for a packet of an SA that has not received for a while.
    private ReplayWindow _window;
    private SaLifetime _lifetime;
    private readonly PacketKey _key;
    private readonly PinnedView _keyMemory;
    private readonly EspLayout _layout;
    private readonly bool _isEsp;
    private readonly bool _isTunnel;
    private readonly bool _isExtended;
    private readonly CompiledSelector[] _selectors;

    /// <param name="parameters">What is fixed about it; its keys are copied into expanded form.</param>
    public InboundSa(SaParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        Transform = parameters.Transform;
        Bundle = parameters.Bundle;
        _lifetime = new SaLifetime(parameters.Lifetime);
        _layout = EspLayout.Of(parameters.Transform);
        _isEsp = parameters.Protocol == SaProtocol.Esp;
        _isTunnel = parameters.Mode == SaMode.Tunnel;
        TakesPlain = _isTunnel && _isEsp && Bundle is null;
        _isExtended = parameters.ExtendedSequenceNumbers;
        _selectors = [.. parameters.Selectors.Select(selector => new CompiledSelector(selector))];
        _window = new ReplayWindow(parameters.ReplayWindowPackets, parameters.FirstSequence - 1);
        _key = parameters.Transform.CreateKey(parameters.EncryptionKey.Span, parameters.IntegrityKey.Span);
        _keyMemory = _key.Memory;
    }

    /// <summary>What is fixed about it.</summary>
    public SaParameters Parameters { get; }

    /// <summary>Its suite.</summary>
    public PacketTransform Transform { get; }

    /// <summary>
    /// True for tunnel-mode ESP that is no half of a bundle: of the outer header of its packets only the traffic class matters, which
    /// is what <see cref="PlainEsp"/> says. Tests set it to false, to compare the general way.
    /// </summary>
    internal bool TakesPlain { get; init; }

    /// <summary>The bundle that it is half of, or null.</summary>
    internal string? Bundle { get; }

    /// <summary>What it has carried, and its limits.</summary>
    public ref SaLifetime Lifetime => ref _lifetime;

    /// <summary>The highest sequence number accepted so far.</summary>
    public ulong HighestSequence => _window.Highest;

    /// <summary>First step: checks what can be checked without the key and describes the cipher's work.</summary>
    /// <param name="buffer">The packet as it came; not changed.</param>
    /// <param name="ip">Its outer header.</param>
    /// <param name="offset">Where ESP or AH begins in the packet, behind a UDP header if there is one.</param>
    /// <param name="scratch">For AH: room for the authenticated form of the headers; belongs to the job until it ran.</param>
    /// <param name="job">The cipher's work; valid when the result is <see cref="DropReason.None"/>.</param>
    /// <returns>
    /// <see cref="DropReason.None"/>, <see cref="DropReason.Malformed"/>, <see cref="DropReason.Replayed"/> or
    /// <see cref="DropReason.SaExpired"/>. Never throws for a packet.
    /// </returns>
    public DropReason Unprotect(
        PacketBuffer buffer, in IpPacket ip, int offset, PinnedSegment scratch, out OpenJob job)
    {
        job = default;
        if (_lifetime.State == SaLifetimeState.HardExpired)
        {
            return DropReason.SaExpired;
        }

        bool described = _isEsp
            ? EspPacket.TryDescribe(buffer, offset, ip.TotalLength - offset, _layout, ref job, out uint low)
            : AhPacket.TryDescribe(buffer, ip, offset, Parameters.Transform, scratch, out job, out low);
        return described ? CheckReplay(low, ref job) : DropReason.Malformed;
    }

    /// <summary>As <see cref="Unprotect"/>, for a packet and an SA of the usual kind: see <see cref="TakesPlain"/>.</summary>
    internal DropReason UnprotectPlain(PacketBuffer buffer, int totalLength, out OpenJob job)
    {
        job = default;
        if (_lifetime.State == SaLifetimeState.HardExpired)
        {
            return DropReason.SaExpired;
        }

        return EspPacket.TryDescribe(buffer, PlainEsp.Offset, totalLength - PlainEsp.Offset, _layout, ref job, out uint low)
            ? CheckReplay(low, ref job)
            : DropReason.Malformed;
    }

    /// <summary>As <see cref="Finish"/>, with the check of the selectors, for a packet of <see cref="UnprotectPlain"/>.</summary>
    internal DropReason FinishPlain(PacketBuffer buffer, byte outerTrafficClass, in OpenJob job)
    {
        DropReason reason = Accept(job, buffer, out int textLength, out byte nextHeader);
        if (reason != DropReason.None)
        {
            return reason;
        }

        if (nextHeader == IpProtocol.Ipv4
            && !TrafficClassRules.HasEcn(outerTrafficClass)
            && PlainIpv4.TryRead(buffer.Bytes.AsSpan(job.TextOffset, textLength), out PlainIpv4 plain))
        {
            // What lies behind the inner packet is TFC padding (RFC 4303 §2.7); the outer header has no congestion to tell.
            buffer.Reset(job.TextOffset, plain.TotalLength);
            return Admits(plain.Flow) ? DropReason.None : DropReason.OutsideSelectors;
        }

        reason = TakeOutOfTunnel(buffer, outerTrafficClass, job.TextOffset, textLength, nextHeader, out IpPacket inner);
        if (reason != DropReason.None)
        {
            return reason;
        }

        return Admits(FlowKey.Read(inner, buffer.Packet)) ? DropReason.None : DropReason.OutsideSelectors;
    }

    /// <summary>Second step, after the job ran: records the number and takes the framing off.</summary>
    /// <param name="buffer">
    /// In: the packet with its text decrypted. Out: the inner packet (tunnel), or the packet as it was before protection
    /// (transport). Its content is undefined when the result is not <see cref="DropReason.None"/>.
    /// </param>
    /// <param name="ip">The outer header, as in the first step.</param>
    /// <param name="job">The job, with its verdict.</param>
    /// <param name="inner">The header of what the buffer holds now; meaningful when the result is <see cref="DropReason.None"/>.</param>
    /// <returns>
    /// <see cref="DropReason.None"/>, <see cref="DropReason.NotAuthentic"/>, <see cref="DropReason.Replayed"/>,
    /// <see cref="DropReason.BadPadding"/>, <see cref="DropReason.Dummy"/>, <see cref="DropReason.OutsideSelectors"/> (not
    /// what the mode carries), <see cref="DropReason.Malformed"/> or <see cref="DropReason.EcnDropped"/>.
    /// </returns>
    public DropReason Finish(PacketBuffer buffer, in IpPacket ip, in OpenJob job, out IpPacket inner)
    {
        inner = default;
        DropReason reason = Accept(job, buffer, out int textLength, out byte nextHeader);
        if (reason != DropReason.None)
        {
            return reason;
        }

        if (!_isEsp)
        {
            nextHeader = buffer.Packet[ip.PayloadOffset];
        }

        return _isTunnel
            ? TakeOutOfTunnel(buffer, ip.TrafficClass, job.TextOffset, textLength, nextHeader, out inner)
            : TakeOutOfTransport(buffer, ip, job.TextOffset, textLength, nextHeader, out inner);
    }

    /// <summary>Tells whether the SA may carry a packet of this flow (RFC 4301 §5.2 step 4).</summary>
    public bool Admits(in FlowKey flow)
    {
        foreach (ref readonly CompiledSelector selector in _selectors.AsSpan())
        {
            if (selector.Contains(flow))
            {
                return true;
            }
        }

        return _selectors.Length == 0;
    }

    /// <summary>Begins to fetch what the next packet reads and changes, once the SA itself is in the cache.</summary>
    /// <param name="length">Bytes of that packet.</param>
    internal void FetchParts(int length)
    {
        _window.Fetch();
        Prefetch.Front(_selectors);
        Prefetch.Front(_key);
        Transform.Fetch(_keyMemory, length);
    }

    /// <summary>Erases the expanded keys.</summary>
    public void Dispose() => _key.Dispose();

    private DropReason CheckReplay(uint low, ref OpenJob job)
    {
        job.Key = _key;
        job.ExtendedSequence = _isExtended;
        job.Sequence = _isExtended ? _window.Extend(low) : low;
        return _window.CanAccept(job.Sequence) ? DropReason.None : DropReason.Replayed;
    }

    /// <summary>Records the number of an authentic packet, and for ESP reads its trailer.</summary>
    private DropReason Accept(in OpenJob job, PacketBuffer buffer, out int textLength, out byte nextHeader)
    {
        (textLength, nextHeader) = (job.TextLength, 0);
        if (!job.Authentic)
        {
            return DropReason.NotAuthentic;
        }

        if (!_window.TryAccept(job.Sequence))
        {
            return DropReason.Replayed;
        }

        _lifetime.Count(job.TextLength);
        if (!_isEsp)
        {
            return DropReason.None;
        }

        if (!EspTrailer.TryRead(buffer.Bytes.AsSpan(job.TextOffset, job.TextLength), out int padLength, out nextHeader))
        {
            return DropReason.BadPadding;
        }

        textLength -= padLength + EspTrailer.Length;
        return nextHeader == IpProtocol.NoNextHeader ? DropReason.Dummy : DropReason.None;
    }

    private static DropReason TakeOutOfTunnel(
        PacketBuffer buffer, byte outerTrafficClass, int textOffset, int textLength, byte nextHeader, out IpPacket inner)
    {
        inner = default;
        if (nextHeader is not (IpProtocol.Ipv4 or IpProtocol.Ipv6))
        {
            return DropReason.OutsideSelectors;
        }

        buffer.Reset(textOffset, textLength);
        if (!IpPacket.TryRead(buffer.Packet, out inner) || inner.IsIpv6 != (nextHeader == IpProtocol.Ipv6))
        {
            return DropReason.Malformed;
        }

        // What lies behind the inner packet is TFC padding (RFC 4303 §2.7).
        buffer.TrimEnd(textLength - inner.TotalLength);
        return CarryEcnOver(buffer.Packet, outerTrafficClass, inner);
    }

    private DropReason TakeOutOfTransport(
        PacketBuffer buffer, in IpPacket ip, int textOffset, int textLength, byte nextHeader, out IpPacket inner)
    {
        inner = default;
        int headersLength = ip.PayloadOffset;
        if (headersLength > TransportMode.MaximumHeadersLength)
        {
            return DropReason.NoRoom;
        }

        Span<byte> headers = stackalloc byte[TransportMode.MaximumHeadersLength];
        headers = headers[..headersLength];
        TransportMode.TakeHeaders(buffer, headers);
        buffer.Reset(textOffset, textLength);
        TransportMode.PutHeaders(buffer, headers, ip.ProtocolOffset, nextHeader);
        if (!IpPacket.TryRead(buffer.Packet, out inner))
        {
            return DropReason.Malformed;
        }

        if (Parameters.Original is { } original)
        {
            ChecksumRepair.Mend(buffer.Packet, inner, original.Source, original.Destination);
        }

        return DropReason.None;
    }

    private static DropReason CarryEcnOver(Span<byte> packet, byte outerTrafficClass, in IpPacket inner)
    {
        if (!TrafficClassRules.TryDecapsulate(inner.TrafficClass, outerTrafficClass, out byte trafficClass))
        {
            return DropReason.EcnDropped;
        }

        if (trafficClass != inner.TrafficClass)
        {
            if (inner.IsIpv6)
            {
                Ipv6Header.SetTrafficClass(packet, trafficClass);
            }
            else
            {
                Ipv4Header.SetTypeOfService(packet, trafficClass);
            }
        }

        return DropReason.None;
    }
}
