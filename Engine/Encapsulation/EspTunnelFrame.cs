using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>Everything that one tunnel-mode ESP SA over IPv4 puts around an inner packet, written in one go.</summary>
/// <remarks>
/// <code>
/// | outer IPv4 | UDP (or nothing) | SPI | sequence | IV | inner packet | padding | pad length | next header | ICV |
///   template: copied whole, then     patched: lengths, DF, identification, checksum, sequence
/// </code>
/// The fast twin of <see cref="EspPacket.Wrap"/>, <see cref="UdpEncapsulation.Prepend"/> and <see cref="OuterHeader.Prepend"/>, which
/// do the same step by step; a test compares the bytes. The lengths are checked once, here, and not at every step. A value that lies inside
/// its SA, as <see cref="OuterHeaderPatch"/> says.
/// </remarks>
internal readonly struct EspTunnelFrame
{
    private const int HeadersLength = 32;
    private const int UdpLengthOffset = Ipv4Header.MinimumLength + 4;
    private const int LongestBlock = 16;
    private const int TrailerRowLength = 32;

    // One row for each pad length: 1, 2, 3, ..., pad length, next header.
    private static readonly byte[] Trailers = MakeTrailers();

    private readonly Vector256<byte> _headers;
    private readonly EspLayout _layout;
    private readonly OuterHeaderPatch _outer;
    private readonly short _frontLength;
    private readonly short _espOffset;
    private readonly bool _hasUdp;

    private EspTunnelFrame(uint spi, in EspLayout layout, OuterHeader outer, UdpEncapsulationPorts? udp)
    {
        (_layout, _outer, _hasUdp) = (layout, outer.Patch, udp is not null);
        _espOffset = (short)(Ipv4Header.MinimumLength + (_hasUdp ? UdpHeader.HeaderLength : 0));
        _frontLength = (short)(_espOffset + layout.FrontLength);
        Span<byte> headers = stackalloc byte[_frontLength];
        outer.Write(headers, totalLength: 0, _hasUdp ? IpProtocol.Udp : IpProtocol.Esp, 0, innerDontFragment: false, 0);
        if (udp is { } ports)
        {
            new UdpHeader(ports.Source, ports.Destination, 0, 0).Write(headers[Ipv4Header.MinimumLength..]);
        }

        new EspHeader(spi, 0).Write(headers[_espOffset..]);
        _headers = Vector256.Create<byte>(headers[..HeadersLength]);
    }

    /// <summary>Makes the frame of an SA.</summary>
    /// <param name="spi">SPI of the SA.</param>
    /// <param name="layout">The lengths of the suite.</param>
    /// <param name="outer">The outer header.</param>
    /// <param name="udp">UDP ports around ESP, or null.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>False for an SA of another shape: IPv6 outside, no IV, or blocks longer than AES has.</returns>
    public static bool TryMake(
        uint spi, in EspLayout layout, OuterHeader outer, UdpEncapsulationPorts? udp, out EspTunnelFrame frame)
    {
        bool fits = outer.Length == Ipv4Header.MinimumLength
            && outer.Length + layout.FrontLength >= HeadersLength
            && layout.BlockLength <= LongestBlock;
        frame = fits ? new EspTunnelFrame(spi, layout, outer, udp) : default;
        return fits;
    }

    /// <summary>Puts the frame around an IPv4 packet and describes the cipher's work.</summary>
    /// <param name="buffer">In: the inner packet. Out: the protected packet; IV and ICV are written when the job runs.</param>
    /// <param name="trafficClass">DSCP and ECN of the inner packet.</param>
    /// <param name="dontFragment">DF of the inner packet.</param>
    /// <param name="identification">IPv4 identification of the outer packet.</param>
    /// <param name="sequence">The low 32 bits of the sequence number.</param>
    /// <param name="job">Its places are written, and no more.</param>
    /// <returns>False, and nothing changed, when the buffer has no room for it.</returns>
    public bool TryWrite(
        PacketBuffer buffer, byte trafficClass, bool dontFragment, ushort identification, uint sequence, ref SealJob job)
    {
        int textOffset = buffer.Offset;
        int textEnd = textOffset + buffer.Length;
        int padLength = _layout.PadLength(buffer.Length);
        int textLength = buffer.Length + padLength + EspTrailer.Length;
        int offset = textOffset - _frontLength;
        int totalLength = _frontLength + textLength + _layout.IcvLength;
        byte[] bytes = buffer.Bytes;

        // The trailer is one store of a whole row, which may reach further than the packet.
        if (offset < 0
            || textEnd + TrailerRowLength > bytes.Length
            || offset + totalLength > bytes.Length
            || totalLength > ushort.MaxValue)
        {
            return false;
        }

        ref byte start = ref MemoryMarshal.GetArrayDataReference(bytes);
        Vector256.LoadUnsafe(ref Trailers[padLength * TrailerRowLength]).StoreUnsafe(ref start, (nuint)textEnd);
        WriteHeaders(ref Unsafe.Add(ref start, offset), totalLength, trafficClass, dontFragment, identification, sequence);
        buffer.Reset(offset, totalLength);
        job.Packet = buffer.View;
        job.Associated = buffer.View;
        job.AssociatedOffset = offset + _espOffset;
        job.AssociatedLength = EspHeader.Length;
        job.IvOffset = offset + _espOffset + EspHeader.Length;
        job.TextOffset = textOffset;
        job.TextLength = textLength;
        job.IcvOffset = textOffset + textLength;
        return true;
    }

    /// <summary>The template in one store, the IV's first bytes under it, then what differs from packet to packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteHeaders(
        ref byte front, int totalLength, byte trafficClass, bool dontFragment, ushort identification, uint sequence)
    {
        _headers.StoreUnsafe(ref front);
        _outer.Write(ref front, totalLength, trafficClass, dontFragment, identification);
        if (_hasUdp)
        {
            ushort udpLength = (ushort)(totalLength - Ipv4Header.MinimumLength);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref front, UdpLengthOffset), BinaryPrimitives.ReverseEndianness(udpLength));
        }

        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref front, _espOffset + sizeof(uint)), BinaryPrimitives.ReverseEndianness(sequence));
    }

    private static byte[] MakeTrailers()
    {
        byte[] rows = new byte[LongestBlock * TrailerRowLength];
        for (int padLength = 0; padLength < LongestBlock; padLength++)
        {
            EspTrailer.WritePadding(rows.AsSpan(padLength * TrailerRowLength), padLength, IpProtocol.Ipv4);
        }

        return rows;
    }
}
