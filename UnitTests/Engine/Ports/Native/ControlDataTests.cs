using System.Runtime.InteropServices;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ports.Native;

/// <summary>Ancillary data: what the writer tells the kernel, the reader would understand from it, and nothing breaks the reader.</summary>
public sealed class ControlDataTests
{
    private static readonly IpAddress Ipv6 = IpAddress.ReadIpv6([0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);

    [Fact]
    public void An_Ipv6_header_comes_back_as_it_was_written()
    {
        byte[] room = new byte[ControlReader.Room];
        var writer = new ControlWriter(room);
        writer.AddSource(Ipv6);
        writer.AddTrafficClass(isIpv6: true, 0xB9);
        writer.AddHopLimit(isIpv6: true, 61);

        DatagramArrival arrival = Read(room.AsSpan(0, writer.Length));

        Assert.Equal((Ipv6, 0xB9, 61), (arrival.Destination, arrival.TrafficClass, arrival.HopLimit));
    }

    [Fact]
    public void Ipv4_names_the_address_to_send_from_where_it_reports_the_one_to_answer_from()
    {
        byte[] room = new byte[ControlReader.Room];
        var writer = new ControlWriter(room);
        writer.AddSource(IpAddress.ReadIpv4([192, 0, 2, 1]));

        Span<byte> value = room.AsSpan(ControlWriter.HeaderLength, 12);

        Assert.Equal([0, 0, 0, 0, 192, 0, 2, 1, 0, 0, 0, 0], value.ToArray());
    }

    [Fact]
    public void Reads_the_destination_of_an_Ipv4_header_behind_interface_and_local_address()
    {
        byte[] entry = Entry(LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4PacketInformation, [3, 0, 0, 0, 10, 0, 0, 1, 192, 0, 2, 7]);

        Assert.Equal(IpAddress.ReadIpv4([192, 0, 2, 7]), Read(entry).Destination);
    }

    [Fact]
    public void Reads_the_type_of_service_as_the_one_byte_that_it_is() =>
        Assert.Equal(0xB8, Read(Entry(LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4TypeOfService, [0xB8])).TrafficClass);

    [Fact]
    public void Passes_over_what_nobody_asked_for()
    {
        byte[] stranger = Entry(1, 29, new byte[16]);
        byte[] wanted = Entry(LinuxNumbers.LevelIpv4, LinuxNumbers.Ipv4TypeOfService, [7]);

        Assert.Equal(7, Read([.. stranger, .. wanted]).TrafficClass);
    }

    [Fact]
    public void Survives_anything()
    {
        var random = new Random(4711);
        byte[] bytes = new byte[ControlReader.Room];
        for (int round = 0; round < 20_000; round++)
        {
            random.NextBytes(bytes);
            // Half the time a length that may be right, so that the walk gets further.
            if ((round & 1) == 0)
            {
                MemoryMarshal.Write(bytes, (nuint)random.Next(0, 64));
                MemoryMarshal.Write(bytes.AsSpan(IntPtr.Size), round % 4 < 2 ? LinuxNumbers.LevelIpv4 : LinuxNumbers.LevelIpv6);
                MemoryMarshal.Write(bytes.AsSpan(IntPtr.Size + 4), random.Next(0, 70));
            }

            Read(bytes.AsSpan(0, random.Next(0, bytes.Length + 1)));
        }
    }

    private static DatagramArrival Read(ReadOnlySpan<byte> control)
    {
        var arrival = default(DatagramArrival);
        ControlReader.Read(control, ref arrival);
        return arrival;
    }

    private static byte[] Entry(int level, int type, byte[] value)
    {
        byte[] entry = new byte[ControlWriter.Align(ControlWriter.HeaderLength + value.Length)];
        MemoryMarshal.Write(entry, (nuint)(ControlWriter.HeaderLength + value.Length));
        MemoryMarshal.Write(entry.AsSpan(IntPtr.Size), level);
        MemoryMarshal.Write(entry.AsSpan(IntPtr.Size + 4), type);
        value.CopyTo(entry, ControlWriter.HeaderLength);
        return entry;
    }
}
