using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>One packet laid out for a transform, with bytes around it that must not change.</summary>
internal sealed class TestPacket
{
    private const int Margin = 5;
    private const byte MarginByte = 0xA5;
    private const int HeaderLength = 8;

    private readonly PacketTransform _transform;
    private readonly bool _isAh;
    private readonly int _ivOffset;
    private readonly int _icvOffset;

    private TestPacket(PacketTransform transform, bool isAh, int textLength)
    {
        _transform = transform;
        _isAh = isAh;
        TextLength = textLength;
        if (isAh)
        {
            // AH [ IV | ICV ] | payload
            _ivOffset = Margin;
            _icvOffset = _ivOffset + transform.IvLength;
            TextOffset = _icvOffset + transform.IcvLength;
            Memory = PinnedBytes.Allocate(TextOffset + textLength + Margin);
            Associated = PinnedBytes.Allocate(44);
        }
        else
        {
            _ivOffset = Margin + HeaderLength;
            TextOffset = _ivOffset + transform.IvLength;
            _icvOffset = TextOffset + textLength;
            Memory = PinnedBytes.Allocate(_icvOffset + transform.IcvLength + Margin);
            Associated = Memory;
        }

        Bytes.AsSpan().Fill(MarginByte);
    }

    /// <summary>The memory of the packet.</summary>
    internal PinnedBytes Memory { get; }

    /// <summary>The same as an array.</summary>
    internal byte[] Bytes => Memory.Array;

    /// <summary>The memory of the associated bytes: for ESP the packet's.</summary>
    internal PinnedBytes Associated { get; }

    internal int TextOffset { get; }

    internal int TextLength { get; }

    internal PacketKey Key { get; set; } = null!;

    internal ulong Sequence { get; set; }

    internal bool ExtendedSequence { get; set; }

    internal Span<byte> Header => Bytes.AsSpan(Margin, HeaderLength);

    internal Span<byte> AssociatedBytes => _isAh ? Associated.AsSpan() : Header;

    internal Span<byte> Iv => Bytes.AsSpan(_ivOffset, _transform.IvLength);

    internal Span<byte> Text => Bytes.AsSpan(TextOffset, TextLength);

    internal Span<byte> Icv => Bytes.AsSpan(_icvOffset, _transform.IcvLength);

    internal bool MarginsAreIntact =>
        !Bytes.AsSpan(0, Margin).ContainsAnyExcept(MarginByte) && !Bytes.AsSpan(^Margin..).ContainsAnyExcept(MarginByte);

    /// <summary>A packet with text to seal.</summary>
    internal static TestPacket Create(
        PacketTransform transform, PacketKey key, ReadOnlySpan<byte> text, ulong sequence = 1, bool extended = false,
        bool isAh = false)
    {
        var packet = new TestPacket(transform, isAh, text.Length)
        {
            Key = key,
            Sequence = sequence,
            ExtendedSequence = extended,
        };
        text.CopyTo(packet.Text);
        packet.AssociatedBytes.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet.AssociatedBytes, 0x1234_5678);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AssociatedBytes[4..], (uint)sequence);
        return packet;
    }

    /// <summary>An ESP packet from the wire: SPI | sequence | IV | text | ICV.</summary>
    internal static TestPacket FromWire(
        PacketTransform transform, PacketKey key, ReadOnlySpan<byte> wire, ulong sequence, bool extended)
    {
        int textLength = wire.Length - HeaderLength - transform.IvLength - transform.IcvLength;
        var packet = new TestPacket(transform, isAh: false, textLength)
        {
            Key = key,
            Sequence = sequence,
            ExtendedSequence = extended,
        };
        wire.CopyTo(packet.Bytes.AsSpan(Margin));
        return packet;
    }

    internal SealJob SealJob() => new()
    {
        Key = Key,
        Sequence = Sequence,
        ExtendedSequence = ExtendedSequence,
        Packet = Memory.View,
        IvOffset = _ivOffset,
        TextOffset = TextOffset,
        TextLength = TextLength,
        IcvOffset = _icvOffset,
        Associated = Associated.View,
        AssociatedOffset = _isAh ? 0 : Margin,
        AssociatedLength = AssociatedBytes.Length,
    };

    internal OpenJob OpenJob() => new()
    {
        Key = Key,
        Sequence = Sequence,
        ExtendedSequence = ExtendedSequence,
        Packet = Memory.View,
        IvOffset = _ivOffset,
        TextOffset = TextOffset,
        TextLength = TextLength,
        IcvOffset = _icvOffset,
        Associated = Associated.View,
        AssociatedOffset = _isAh ? 0 : Margin,
        AssociatedLength = AssociatedBytes.Length,
    };

    internal void Seal()
    {
        SealJob[] jobs = [SealJob()];
        _transform.Seal(jobs);
    }

    /// <returns>The verdict.</returns>
    internal bool Open()
    {
        OpenJob[] jobs = [OpenJob()];
        _transform.Open(jobs);
        return jobs[0].Authentic;
    }
}
