using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Esp;

/// <summary>Four zero bytes, where ESP has its SPI, that mark an IKE message on UDP 4500 (RFC 3948 §2.2).</summary>
public static class NonEspMarker
{
    /// <summary>Bytes of the marker.</summary>
    public const int Length = 4;

    private const byte KeepAlive = 0xFF;

    // RFC 7296 §3.1 and RFC 2408 §3.1: both versions begin with a header of 28 bytes.
    private const int ShortestIkeMessage = 28;

    /// <summary>Tells what the payload of a datagram on the encapsulation port is.</summary>
    public static UdpPayloadKind Classify(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < EspHeader.Length)
        {
            return payload is [KeepAlive] ? UdpPayloadKind.KeepAlive : UdpPayloadKind.Malformed;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(payload) != 0)
        {
            return UdpPayloadKind.Esp;
        }

        return payload.Length >= Length + ShortestIkeMessage ? UdpPayloadKind.Ike : UdpPayloadKind.Malformed;
    }

    /// <summary>Writes the marker: <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> destination) => destination[..Length].Clear();
}
