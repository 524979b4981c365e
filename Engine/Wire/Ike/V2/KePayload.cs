using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>KE: a public value (RFC 7296 §3.4).</summary>
/// <remarks>
/// <code>
/// |   Diffie-Hellman Group Num    |           RESERVED            |
/// |                       Key Exchange Data                       |
/// </code>
/// </remarks>
/// <param name="Method">Identifier of the key exchange method: a transform identifier of type 4 (RFC 9370 §2.2.1).</param>
/// <param name="Value">The public value; whether it fits the method is for the method to say.</param>
public sealed record KePayload(ushort Method, Octets Value) : IkePayload(PayloadType.KeyExchange)
{
    private const int ValueOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static KePayload? TryRead(Octets body, out IkeReadError error)
    {
        error = body.Length < ValueOffset ? IkeReadError.BodyTooShort : IkeReadError.None;
        return error == IkeReadError.None
            ? new KePayload(BinaryPrimitives.ReadUInt16BigEndian(body.Span), body.Slice(ValueOffset))
            : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(Method);
        writer.Take(sizeof(ushort));
        writer.Write(Value.Span);
    }
}
