using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>The header of the usual packet: IPv4 without options, whole, TCP or UDP. A short way to what <see cref="IpPacket"/> says.</summary>
/// <remarks>
/// Meant to stay in registers: nine packets of ten are such, and a path that knows only these never stores a parsed header. Everything
/// else, malformed packets included, is not plain and takes the general way; where both ways apply they agree, and a test says so.
/// </remarks>
public readonly ref struct PlainIpv4
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 20;

    private const byte VersionAndHeaderLength = 0x45;
    private const int PortsLength = 4;

    private readonly ulong _front;
    private readonly ulong _middle;
    private readonly uint _destination;
    private readonly uint _ports;

    private PlainIpv4(ulong front, ulong middle, uint destination, uint ports)
    {
        (_front, _middle, _destination, _ports) = (front, middle, destination, ports);
    }

    /// <summary>Bytes of the packet; link padding behind it does not count.</summary>
    public int TotalLength => (ushort)(_front >> 32);

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(_front >> 48);

    /// <summary>The DF flag.</summary>
    public bool DontFragment => (_front & Ipv4Header.DontFragmentBit) != 0;

    /// <summary>What policy looks at.</summary>
    public FlowKey Flow => FlowKey.OfIpv4((uint)_middle, _destination, (byte)(_middle >> 48), _ports);

    /// <summary>Reads a plain header.</summary>
    /// <returns>False when the packet is anything else.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> packet, out PlainIpv4 ip)
    {
        if (packet.Length < HeaderLength + PortsLength)
        {
            ip = default;
            return false;
        }

        // One check of the length, above, for all four reads.
        ref byte start = ref MemoryMarshal.GetReference(packet);
        ip = new PlainIpv4(
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref start)),
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, Ipv4Header.TimeToLiveOffset))),
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, Ipv4Header.DestinationOffset))),
            BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, HeaderLength))));
        const uint FragmentBits = Ipv4Header.MoreFragmentsBit | Ipv4Header.FragmentOffsetMask;
        byte protocol = (byte)(ip._middle >> 48);
        return ip._front >> 56 == VersionAndHeaderLength
            && ((uint)ip._front & FragmentBits) == 0
            && protocol is (IpProtocol.Udp or IpProtocol.Tcp)
            && ip.TotalLength >= HeaderLength + PortsLength
            && ip.TotalLength <= packet.Length;
    }
}
