using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>A piece of a message that was too long for one datagram (MS-IKEE).</summary>
/// <remarks>
/// <code>
/// |          Fragment ID          |Fragment Number|     Flags     |
/// ~                       Fragment Data                           ~
/// </code>
/// </remarks>
/// <param name="FragmentId">The same for all pieces of a message.</param>
/// <param name="Number">Its place: 1 for the first.</param>
/// <param name="IsLast">True for the piece with the highest number.</param>
/// <param name="Content">The piece: all of them joined are a message with its header.</param>
public sealed record FragmentPayload(ushort FragmentId, byte Number, bool IsLast, Octets Content) : IsakmpPayload(IsakmpPayloadType.Fragment)
{
    /// <summary>Bytes of the generic header and of the fields in front of the piece.</summary>
    public const int Overhead = PayloadReader.GenericHeaderLength + ContentOffset;

    private const byte LastFlag = 0x01;
    private const int NumberOffset = 2;
    private const int FlagsOffset = 3;
    private const int ContentOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static FragmentPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length <= ContentOffset)
        {
            return null;
        }

        ReadOnlySpan<byte> fields = body.Span;
        error = fields[NumberOffset] == 0 ? IkeReadError.BadFragmentNumber : IkeReadError.None;
        return error != IkeReadError.None ? null : new FragmentPayload(
            BinaryPrimitives.ReadUInt16BigEndian(fields),
            fields[NumberOffset],
            (fields[FlagsOffset] & LastFlag) != 0,
            body.Slice(ContentOffset));
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(FragmentId);
        writer.Write(Number);
        writer.Write(IsLast ? LastFlag : (byte)0);
        writer.Write(Content.Span);
    }
}
