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
    private readonly ReplayWindow _window;
    private readonly PacketKey _key;

    /// <param name="parameters">What is fixed about it; its keys are copied into expanded form.</param>
    public InboundSa(SaParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        Lifetime = new SaLifetime(parameters.Lifetime);
        _window = new ReplayWindow(parameters.ReplayWindowPackets, parameters.FirstSequence - 1);
        _key = parameters.Transform.CreateKey(parameters.EncryptionKey.Span, parameters.IntegrityKey.Span);
    }

    /// <summary>What is fixed about it.</summary>
    public SaParameters Parameters { get; }

    /// <summary>What it has carried, and its limits.</summary>
    public SaLifetime Lifetime { get; }

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
        if (Lifetime.State == SaLifetimeState.HardExpired)
        {
            return DropReason.SaExpired;
        }

        bool described = Parameters.Protocol == SaProtocol.Esp
            ? EspPacket.TryDescribe(buffer, offset, ip.TotalLength - offset, Parameters.Transform, out job, out uint low)
            : AhPacket.TryDescribe(buffer, ip, offset, Parameters.Transform, scratch, out job, out low);
        if (!described)
        {
            return DropReason.Malformed;
        }

        job.Key = _key;
        job.ExtendedSequence = Parameters.ExtendedSequenceNumbers;
        job.Sequence = Parameters.ExtendedSequenceNumbers ? _window.Extend(low) : low;
        return _window.CanAccept(job.Sequence) ? DropReason.None : DropReason.Replayed;
    }

    /// <summary>Second step, after the job ran: records the number and takes the framing off.</summary>
    /// <param name="buffer">
    /// In: the packet with its text decrypted. Out: the inner packet (tunnel), or the packet as it was before protection
    /// (transport). Its content is undefined when the result is not <see cref="DropReason.None"/>.
    /// </param>
    /// <param name="ip">The outer header, as in the first step.</param>
    /// <param name="job">The job, with its verdict.</param>
    /// <returns>
    /// <see cref="DropReason.None"/>, <see cref="DropReason.NotAuthentic"/>, <see cref="DropReason.Replayed"/>,
    /// <see cref="DropReason.BadPadding"/>, <see cref="DropReason.Dummy"/>, <see cref="DropReason.OutsideSelectors"/> (not
    /// what the mode carries), <see cref="DropReason.Malformed"/> or <see cref="DropReason.EcnDropped"/>.
    /// </returns>
    public DropReason Finish(PacketBuffer buffer, in IpPacket ip, in OpenJob job)
    {
        if (!job.Authentic)
        {
            return DropReason.NotAuthentic;
        }

        if (!_window.TryAccept(job.Sequence))
        {
            return DropReason.Replayed;
        }

        Lifetime.Count(job.TextLength);
        int textLength = job.TextLength;
        byte nextHeader;
        if (Parameters.Protocol == SaProtocol.Esp)
        {
            if (!EspTrailer.TryRead(job.Packet.AsSpan(job.TextOffset, job.TextLength), out int padLength, out nextHeader))
            {
                return DropReason.BadPadding;
            }

            textLength -= padLength + EspTrailer.Length;
        }
        else
        {
            nextHeader = buffer.Packet[ip.PayloadOffset];
        }

        if (nextHeader == IpProtocol.NoNextHeader && Parameters.Protocol == SaProtocol.Esp)
        {
            return DropReason.Dummy;
        }

        return Parameters.Mode == SaMode.Tunnel
            ? TakeOutOfTunnel(buffer, ip, job.TextOffset, textLength, nextHeader)
            : TakeOutOfTransport(buffer, ip, job.TextOffset, textLength, nextHeader);
    }

    /// <summary>Tells whether the SA may carry a packet of this flow (RFC 4301 §5.2 step 4).</summary>
    public bool Admits(in FlowKey flow)
    {
        IReadOnlyList<TrafficSelector> selectors = Parameters.Selectors;
        for (int i = 0; i < selectors.Count; i++)
        {
            if (selectors[i].Contains(flow))
            {
                return true;
            }
        }

        return selectors.Count == 0;
    }

    /// <summary>Erases the expanded keys.</summary>
    public void Dispose() => _key.Dispose();

    private static DropReason TakeOutOfTunnel(
        PacketBuffer buffer, in IpPacket outer, int textOffset, int textLength, byte nextHeader)
    {
        if (nextHeader is not (IpProtocol.Ipv4 or IpProtocol.Ipv6))
        {
            return DropReason.OutsideSelectors;
        }

        buffer.Reset(textOffset, textLength);
        if (!IpPacket.TryRead(buffer.Packet, out IpPacket inner) || inner.IsIpv6 != (nextHeader == IpProtocol.Ipv6))
        {
            return DropReason.Malformed;
        }

        // What lies behind the inner packet is TFC padding (RFC 4303 §2.7).
        buffer.TrimEnd(textLength - inner.TotalLength);
        return CarryEcnOver(buffer.Packet, outer.TrafficClass, inner);
    }

    private static DropReason TakeOutOfTransport(
        PacketBuffer buffer, in IpPacket ip, int textOffset, int textLength, byte nextHeader)
    {
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
