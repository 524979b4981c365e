using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The outer header of the usual protected packet: IPv4 without options, whole, ESP. A short way to what <see cref="IpPacket"/> says.</summary>
/// <remarks>As <see cref="PlainIpv4"/>, for the other direction.</remarks>
public readonly ref struct PlainEsp
{
    /// <summary>Where ESP begins.</summary>
    public const int Offset = 20;

    private const int ShortestLength = Offset + 8;
    private const byte VersionAndHeaderLength = 0x45;

    private readonly ulong _front;

    private PlainEsp(ulong front, uint spi) => (_front, Spi) = (front, spi);

    /// <summary>The SPI; never 0.</summary>
    public uint Spi { get; }

    /// <summary>Bytes of the packet; link padding behind it does not count.</summary>
    public int TotalLength => (ushort)(_front >> 32);

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(_front >> 48);

    /// <summary>Reads a plain header.</summary>
    /// <returns>False when the packet is anything else.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> packet, out PlainEsp esp)
    {
        if (packet.Length < ShortestLength)
        {
            esp = default;
            return false;
        }

        // One check of the length, above, for all three reads.
        ref byte start = ref MemoryMarshal.GetReference(packet);
        esp = new PlainEsp(
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref start)),
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, Offset))));
        const uint FragmentBits = Ipv4Header.MoreFragmentsBit | Ipv4Header.FragmentOffsetMask;
        return esp._front >> 56 == VersionAndHeaderLength
            && ((uint)esp._front & FragmentBits) == 0
            && Unsafe.Add(ref start, Ipv4Header.ProtocolOffset) == IpProtocol.Esp
            && esp.Spi != 0
            && esp.TotalLength >= ShortestLength
            && esp.TotalLength <= packet.Length;
    }
}
