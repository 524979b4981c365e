using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>SKF: a part of other payloads, encrypted and authenticated by itself (RFC 7383 §2.5).</summary>
/// <remarks>
/// <code>
/// |        Fragment Number        |        Total Fragments        |
/// |                     Initialization Vector                     |
/// ~                      Encrypted content                        ~
/// ~                    Integrity Checksum Data                    ~
/// </code>
/// </remarks>
/// <param name="FirstInside">The type of the first payload inside, in fragment 1; nothing in the others.</param>
/// <param name="Number">Which part: 1 to <paramref name="Total"/>.</param>
/// <param name="Total">How many parts there are.</param>
/// <param name="Body">IV, ciphertext and ICV.</param>
public sealed record EncryptedFragmentPayload(PayloadType FirstInside, ushort Number, ushort Total, Octets Body)
    : IkePayload(PayloadType.EncryptedFragment)
{
    /// <summary>Bytes of the two numbers.</summary>
    public const int NumbersLength = 4;

    /// <inheritdoc/>
    internal override PayloadType NextWhenLast => FirstInside;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static EncryptedFragmentPayload? TryRead(PayloadType firstInside, Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < NumbersLength)
        {
            return null;
        }

        ushort number = BinaryPrimitives.ReadUInt16BigEndian(body.Span);
        ushort total = BinaryPrimitives.ReadUInt16BigEndian(body.Span[sizeof(ushort)..]);
        error = number == 0 || number > total ? IkeReadError.BadFragmentNumber : IkeReadError.None;
        return error == IkeReadError.None
            ? new EncryptedFragmentPayload(firstInside, number, total, body.Slice(NumbersLength))
            : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(Number);
        writer.Write(Total);
        writer.Write(Body.Span);
    }
}
