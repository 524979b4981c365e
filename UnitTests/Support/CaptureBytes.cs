using System.Buffers;
using System.Buffers.Binary;

namespace Pipeline.UnitTests.Support;

/// <summary>Builds capture files byte by byte, in either byte order, apart from the code under test.</summary>
internal sealed class CaptureBytes(bool bigEndian)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public MemoryStream ToStream() => new(ToArray());

    public CaptureBytes ClassicHeader(uint magic, uint linkType, uint snapLength = 65535) =>
        U32(magic).U16(2).U16(4).U32(0).U32(0).U32(snapLength).U32(linkType);

    public CaptureBytes ClassicFrame(uint seconds, uint fraction, byte[] frame) =>
        U32(seconds).U32(fraction).U32((uint)frame.Length).U32((uint)frame.Length).Raw(frame);

    public CaptureBytes Section() => Block(0x0A0D0D0A, body => body.U32(0x1A2B3C4D).U16(1).U16(0).U64(ulong.MaxValue));

    public CaptureBytes Interface(ushort linkType, uint snapLength = 0, byte? resolution = null, long? offset = null) =>
        Block(1, body =>
        {
            body.U16(linkType).U16(0).U32(snapLength);
            if (resolution is { } exponent)
            {
                body.U16(9).U16(1).Raw([exponent, 0, 0, 0]);
            }

            if (offset is { } seconds)
            {
                body.U16(14).U16(8).U64((ulong)seconds);
            }

            if (resolution is not null || offset is not null)
            {
                body.U16(0).U16(0);
            }
        });

    public CaptureBytes Enhanced(uint source, ulong time, byte[] frame) =>
        Block(6, body => body.U32(source).U32((uint)(time >> 32)).U32((uint)time)
            .U32((uint)frame.Length).U32((uint)frame.Length).Padded(frame));

    public CaptureBytes Obsolete(ushort source, ulong time, byte[] frame) =>
        Block(2, body => body.U16(source).U16(0).U32((uint)(time >> 32)).U32((uint)time)
            .U32((uint)frame.Length).U32((uint)frame.Length).Padded(frame));

    public CaptureBytes Simple(uint originalLength, byte[] frame) =>
        Block(3, body => body.U32(originalLength).Padded(frame));

    public CaptureBytes Block(uint type, Action<CaptureBytes> fill)
    {
        var body = new CaptureBytes(bigEndian);
        fill(body);
        byte[] bytes = body.ToArray();
        uint length = (uint)bytes.Length + 12;
        return U32(type).U32(length).Raw(bytes).U32(length);
    }

    public CaptureBytes U16(ushort value) => Raw(bigEndian
        ? [(byte)(value >> 8), (byte)value]
        : [(byte)value, (byte)(value >> 8)]);

    public CaptureBytes U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Raw(bytes);
    }

    public CaptureBytes U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Raw(bytes);
    }

    public CaptureBytes Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private CaptureBytes Padded(byte[] frame) => Raw(frame).Raw(new byte[-frame.Length & 3]);
}
