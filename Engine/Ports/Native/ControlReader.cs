using System.Runtime.InteropServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>What the kernel says beside a received datagram: the parts of the IP header that the payload lacks.</summary>
/// <remarks>
/// A run of <c>struct cmsghdr</c>: <c>| length | level | type | value | padding |</c>, all in host order, the length a machine
/// word that counts itself. Values that nobody asked for are passed over; a run that is cut ends there.
/// </remarks>
internal static class ControlReader
{
    /// <summary>Room for everything that the sockets here ask for, and some to spare, in bytes.</summary>
    public const int Room = 128;

    private const int Ipv4DestinationOffset = 8; // behind the interface's number and the local address to answer from

    /// <summary>Reads a run.</summary>
    /// <param name="control">The run.</param>
    /// <param name="arrival">Gets destination, traffic class and hop limit as far as they are there.</param>
    public static void Read(ReadOnlySpan<byte> control, ref DatagramArrival arrival)
    {
        int header = ControlWriter.HeaderLength;
        while (control.Length >= header)
        {
            nuint length = MemoryMarshal.Read<nuint>(control);
            if (length < (nuint)header || length > (nuint)control.Length)
            {
                return;
            }

            int level = MemoryMarshal.Read<int>(control[IntPtr.Size..]);
            int type = MemoryMarshal.Read<int>(control[(IntPtr.Size + sizeof(int))..]);
            Take(level, type, control[header..(int)length], ref arrival);
            control = control[Math.Min(ControlWriter.Align((int)length), control.Length)..];
        }
    }

    private static void Take(int level, int type, ReadOnlySpan<byte> value, ref DatagramArrival arrival)
    {
        switch (level, type)
        {
            case (LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4PacketInformation)
                when value.Length >= Ipv4DestinationOffset + IpAddress.Ipv4Length:
                arrival.Destination = IpAddress.ReadIpv4(value[Ipv4DestinationOffset..]);
                break;
            case (LinuxNumbers.LevelIpv6, LinuxNumbers.Ipv6PacketInformation) when value.Length >= IpAddress.Ipv6Length:
                arrival.Destination = IpAddress.ReadIpv6(value);
                break;
            case (LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4TypeOfService) when value.Length >= 1:
                arrival.TrafficClass = value[0]; // one byte, unlike all others
                break;
            case (LinuxNumbers.LevelIpv6, LinuxNumbers.Ipv6TrafficClass) when value.Length >= sizeof(int):
                arrival.TrafficClass = (byte)MemoryMarshal.Read<int>(value);
                break;
            case (LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4TimeToLive) when value.Length >= sizeof(int):
            case (LinuxNumbers.LevelIpv6, LinuxNumbers.Ipv6HopLimit) when value.Length >= sizeof(int):
                arrival.HopLimit = (byte)MemoryMarshal.Read<int>(value);
                break;
            default:
                break;
        }
    }
}
