using System.Runtime.InteropServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>Tells the kernel, beside a datagram, what its IP header shall say. Twin of <see cref="ControlReader"/>.</summary>
/// <param name="room">Takes the run; <see cref="ControlReader.Room"/> bytes are enough for one of each.</param>
internal ref struct ControlWriter(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>Bytes in front of a value: a machine word and two ints.</summary>
    public static int HeaderLength => IntPtr.Size + (2 * sizeof(int));

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The next multiple of a machine word.</summary>
    public static int Align(int length) => (length + IntPtr.Size - 1) & -IntPtr.Size;

    /// <summary>The source address: IP_PKTINFO or IPV6_PKTINFO. The interface is left to the routing table.</summary>
    public void AddSource(in IpAddress source)
    {
        if (source.IsIpv6)
        {
            source.Write(Add(LinuxNumbers.LevelIpv6, LinuxNumbers.Ipv6PacketInformation, IpAddress.Ipv6Length + sizeof(int)));
        }
        else
        {
            Span<byte> value = Add(LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4PacketInformation, sizeof(int) + (2 * IpAddress.Ipv4Length));
            source.Write(value[sizeof(int)..]);
        }
    }

    /// <summary>DSCP and ECN.</summary>
    public void AddTrafficClass(bool isIpv6, byte value) => AddNumber(
        isIpv6 ? LinuxNumbers.LevelIpv6 : LinuxNumbers.LevelIpv4,
        isIpv6 ? LinuxNumbers.Ipv6TrafficClass : LinuxNumbers.Ipv4TypeOfService,
        value);

    /// <summary>The hop limit or time to live, 1 to 255.</summary>
    public void AddHopLimit(bool isIpv6, byte value) => AddNumber(
        isIpv6 ? LinuxNumbers.LevelIpv6 : LinuxNumbers.LevelIpv4,
        isIpv6 ? LinuxNumbers.Ipv6HopLimit : LinuxNumbers.Ipv4TimeToLive,
        value);

    private void AddNumber(int level, int type, int value) => MemoryMarshal.Write(Add(level, type, sizeof(int)), value);

    private Span<byte> Add(int level, int type, int valueLength)
    {
        Span<byte> entry = _room.Slice(Length, Align(HeaderLength + valueLength));
        entry.Clear();
        MemoryMarshal.Write(entry, (nuint)(HeaderLength + valueLength));
        MemoryMarshal.Write(entry[IntPtr.Size..], level);
        MemoryMarshal.Write(entry[(IntPtr.Size + sizeof(int))..], type);
        Length += entry.Length;
        return entry.Slice(HeaderLength, valueLength);
    }
}
