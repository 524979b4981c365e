using System.Buffers.Binary;

namespace Pipeline.Engine.Ports.Pcap;

/// <summary>Writes IP packets as a pcapng file: one section, one interface of raw IP, nanoseconds.</summary>
/// <remarks>
/// <code>
/// section header | interface (link type 101, if_tsresol 9) | enhanced packet block | enhanced packet block | ...
/// </code>
/// Buffered and allocation-free; not safe for concurrent use. Source: draft-ietf-opsawg-pcapng §4.1 to §4.3.
/// </remarks>
public sealed class PcapWriter : IDisposable
{
    /// <summary>The longest packet that is written, in bytes.</summary>
    public const int MaximumPacketLength = PcapFormat.MaximumFrameLength;

    private const int BufferLength = 1 << 16;
    private const int SectionLength = 28;
    private const int InterfaceLength = 32;
    private const int PacketHeaderLength = 28;
    private const int FlagsLength = 12; // epb_flags 8, end of options 4
    private const int TrailerLength = 4;
    private const int NanosecondsPerTick = 100;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferLength];
    private int _used;
    private bool _disposed;

    /// <param name="stream">Where to; from now on it belongs to the writer.</param>
    public PcapWriter(Stream stream)
    {
        _stream = stream;
        WriteSection(Claim(SectionLength));
        WriteInterface(Claim(InterfaceLength));
    }

    /// <summary>Packets written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one packet.</summary>
    /// <param name="packet">From its IP header on; at most <see cref="MaximumPacketLength"/> bytes.</param>
    /// <param name="timestamp">In ticks of 100 ns since 0001 (UTC); before 1970 is written as 1970.</param>
    /// <param name="direction">Which way it went, if that is known.</param>
    /// <exception cref="IOException">The stream refuses it: a full disk, a closed pipe.</exception>
    public void Write(ReadOnlySpan<byte> packet, long timestamp, PcapDirection direction = PcapDirection.Unknown)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packet.Length, MaximumPacketLength);
        int padding = -packet.Length & 3;
        int optionLength = direction == PcapDirection.Unknown ? 0 : FlagsLength;
        int total = PacketHeaderLength + packet.Length + padding + optionLength + TrailerLength;
        WritePacketHeader(Claim(PacketHeaderLength), total, timestamp, packet.Length);
        WriteBytes(packet);

        Span<byte> end = Claim(padding + optionLength + TrailerLength);
        end.Clear();
        if (optionLength > 0)
        {
            Span<byte> flags = end[padding..];
            BinaryPrimitives.WriteUInt16LittleEndian(flags, 2); // epb_flags
            BinaryPrimitives.WriteUInt16LittleEndian(flags[2..], 4);
            BinaryPrimitives.WriteUInt32LittleEndian(flags[4..], (uint)direction);
        }

        BinaryPrimitives.WriteInt32LittleEndian(end[^TrailerLength..], total);
        Count++;
    }

    /// <summary>Hands everything to the stream and the stream's own buffer to the system.</summary>
    public void Flush()
    {
        FlushBuffer();
        _stream.Flush();
    }

    /// <summary>Flushes and closes the stream.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using (_stream)
        {
            Flush();
        }
    }

    private static void WriteSection(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block, NextGenerationPcapFormat.SectionBlock);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], SectionLength);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], 0x1A2B3C4D); // byte order magic
        BinaryPrimitives.WriteUInt16LittleEndian(block[12..], 1); // version 1.0
        BinaryPrimitives.WriteUInt16LittleEndian(block[14..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], -1); // section length: not known
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], SectionLength);
    }

    private static void WriteInterface(Span<byte> block)
    {
        block.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(block, 1);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], InterfaceLength);
        BinaryPrimitives.WriteUInt16LittleEndian(block[8..], (ushort)LinkType.Raw);
        BinaryPrimitives.WriteInt32LittleEndian(block[12..], MaximumPacketLength); // snap length
        BinaryPrimitives.WriteUInt16LittleEndian(block[16..], 9); // if_tsresol
        BinaryPrimitives.WriteUInt16LittleEndian(block[18..], 1);
        block[20] = 9; // 10^-9 seconds
        BinaryPrimitives.WriteInt32LittleEndian(block[28..], InterfaceLength);
    }

    private static void WritePacketHeader(Span<byte> block, int total, long timestamp, int length)
    {
        long sinceEpoch = Math.Max(0, timestamp - DateTime.UnixEpoch.Ticks);

        // 64 bits of nanoseconds end in the year 2554; later is written as that.
        ulong nanoseconds = (ulong)UInt128.Min((UInt128)sinceEpoch * NanosecondsPerTick, ulong.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(block, 6);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], total);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], 0); // interface
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(block[20..], length);
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], length);
    }

    private Span<byte> Claim(int length)
    {
        if (BufferLength - _used < length)
        {
            FlushBuffer();
        }

        Span<byte> claimed = _buffer.AsSpan(_used, length);
        _used += length;
        return claimed;
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferLength)
        {
            FlushBuffer();
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(Claim(bytes.Length));
    }

    private void FlushBuffer()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
