using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>The structures around one datagram, allocated once: a socket has one of these for each direction.</summary>
/// <remarks>One thread at a time. All of it lies in one pinned array, which needs no freeing.</remarks>
internal sealed unsafe class SocketMessage
{
    private const int PartCount = 2;
    private const int NameRoom = 32; // a socket address, rounded up so that what follows is aligned

    private readonly byte[] _memory;
    private readonly MessageHeader* _header;
    private readonly MemoryPart* _parts;
    private readonly byte* _name;
    private readonly byte* _control;

    public SocketMessage()
    {
        int partsOffset = sizeof(MessageHeader);
        int nameOffset = partsOffset + (PartCount * sizeof(MemoryPart));
        int controlOffset = nameOffset + NameRoom;
        _memory = GC.AllocateArray<byte>(controlOffset + ControlReader.Room, pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _header = (MessageHeader*)start;
        _parts = (MemoryPart*)(start + partsOffset);
        _name = start + nameOffset;
        _control = start + controlOffset;
    }

    /// <summary>True when the last received datagram was longer than the room given for it.</summary>
    public bool IsTruncated => (_header->Flags & MessageHeader.Truncated) != 0;

    /// <summary>Takes the ancillary data of the next datagram to be sent.</summary>
    public Span<byte> Control => new(_control, ControlReader.Room);

    /// <summary>The address of a byte of a packet's memory, which is pinned.</summary>
    public static byte* AddressIn(PacketBuffer packet, int offset) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(packet.Bytes)) + offset;

    /// <summary>Receives one datagram.</summary>
    /// <param name="socket">From where.</param>
    /// <param name="destination">Takes it.</param>
    /// <param name="room">How much of it.</param>
    /// <param name="arrival">What is known of its IP header.</param>
    /// <returns>Its bytes; -1 when there is none, and <see cref="Libc.LastError"/> says why.</returns>
    public int Receive(Descriptor socket, byte* destination, int room, out DatagramArrival arrival)
    {
        Prepare(NameRoom, ControlReader.Room);
        SetPart(0, destination, room);
        nint length = Libc.Receive(socket, _header, 0);
        arrival = default;
        if (length < 0)
        {
            return -1;
        }

        SocketAddress.TryRead(new ReadOnlySpan<byte>(_name, (int)Math.Min(_header->NameLength, NameRoom)), out arrival.Source);
        ControlReader.Read(new ReadOnlySpan<byte>(_control, (int)Math.Min(_header->ControlLength, ControlReader.Room)), ref arrival);
        return (int)length;
    }

    /// <summary>Sends one datagram.</summary>
    /// <param name="socket">By which socket.</param>
    /// <param name="to">To whom.</param>
    /// <param name="controlLength">Bytes of <see cref="Control"/> that hold something.</param>
    /// <param name="prefix">Goes in front of the payload; may be empty. Pinned.</param>
    /// <param name="prefixLength">Bytes of it.</param>
    /// <param name="payload">The payload. Pinned.</param>
    /// <param name="length">Bytes of it.</param>
    /// <returns>False when it was not sent, and <see cref="Libc.LastError"/> says why.</returns>
    public bool TrySend(
        Descriptor socket, in UdpEndpoint to, int controlLength, byte* prefix, int prefixLength, byte* payload, int length)
    {
        Prepare(SocketAddress.Write(to, new Span<byte>(_name, NameRoom)), controlLength);
        SetPart(0, payload, length);
        if (prefixLength > 0)
        {
            SetPart(0, prefix, prefixLength);
            SetPart(1, payload, length);
            _header->PartCount = PartCount;
        }

        nint sent;
        do
        {
            sent = Libc.Send(socket, _header, 0);
        }
        while (sent < 0 && Libc.LastError == LinuxError.Interrupted);
        return sent >= 0;
    }

    private void Prepare(int nameLength, int controlLength) => *_header = new MessageHeader
    {
        Name = _name,
        NameLength = (uint)nameLength,
        Parts = _parts,
        PartCount = 1,
        Control = controlLength == 0 ? null : _control,
        ControlLength = (nuint)controlLength,
    };

    private void SetPart(int index, byte* start, int length) =>
        _parts[index] = new MemoryPart { Start = start, Length = (nuint)length };
}
