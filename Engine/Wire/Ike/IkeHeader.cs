using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike;

/// <summary>The header of every IKE message, of both versions (RFC 7296 §3.1, RFC 2408 §3.1).</summary>
/// <remarks>
/// <code>
/// |                   IKE SA Initiator's SPI                      |  0
/// |                   IKE SA Responder's SPI                      |  8
/// | Next Payload | MjVer | MnVer | Exchange Type |     Flags      |  16
/// |                          Message ID                           |  20
/// |                            Length                             |  24
/// </code>
/// </remarks>
/// <param name="InitiatorSpi">SPI of the original initiator; IKEv1's initiator cookie.</param>
/// <param name="ResponderSpi">SPI of the original responder; 0 in the first message.</param>
/// <param name="NextPayload">Type of the first payload.</param>
/// <param name="Version">Major version in the upper four bits, minor in the lower.</param>
/// <param name="Exchange">Exchange type; may be a number that has no name here.</param>
/// <param name="Flags">Flags; unknown bits as they came.</param>
/// <param name="MessageId">Message ID, host order.</param>
/// <param name="Length">Bytes of the whole message, header included, as it says itself.</param>
public readonly record struct IkeHeader(
    ulong InitiatorSpi,
    ulong ResponderSpi,
    PayloadType NextPayload,
    byte Version,
    ExchangeType Exchange,
    IkeHeaderBits Flags,
    uint MessageId,
    uint Length)
{
    /// <summary>Bytes on the wire.</summary>
    public const int HeaderLength = 28;

    /// <summary>IKEv1: ISAKMP 1.0.</summary>
    public const byte Version1 = 0x10;

    /// <summary>IKEv2.</summary>
    public const byte Version2 = 0x20;

    /// <summary>Where the type of the first payload stands.</summary>
    internal const int NextPayloadOffset = 16;

    /// <summary>Where the length stands.</summary>
    internal const int LengthOffset = 24;

    private const int ResponderSpiOffset = 8;
    private const int VersionOffset = 17;
    private const int ExchangeOffset = 18;
    private const int FlagsOffset = 19;
    private const int MessageIdOffset = 20;

    /// <summary>The major version: 1 or 2, or what a message says from the future.</summary>
    public int MajorVersion => Version >> 4;

    /// <summary>Reads a header from the front of <paramref name="message"/>, whatever its version.</summary>
    /// <returns>False when fewer than <see cref="HeaderLength"/> bytes are there. Nothing else is judged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out IkeHeader header)
    {
        header = default;
        if (message.Length < HeaderLength)
        {
            return false;
        }

        header = new IkeHeader(
            BinaryPrimitives.ReadUInt64BigEndian(message),
            BinaryPrimitives.ReadUInt64BigEndian(message[ResponderSpiOffset..]),
            (PayloadType)message[NextPayloadOffset],
            message[VersionOffset],
            (ExchangeType)message[ExchangeOffset],
            (IkeHeaderBits)message[FlagsOffset],
            BinaryPrimitives.ReadUInt32BigEndian(message[MessageIdOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(message[LengthOffset..]));
        return true;
    }

    /// <summary>Writes <see cref="HeaderLength"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, InitiatorSpi);
        BinaryPrimitives.WriteUInt64BigEndian(destination[ResponderSpiOffset..], ResponderSpi);
        destination[NextPayloadOffset] = (byte)NextPayload;
        destination[VersionOffset] = Version;
        destination[ExchangeOffset] = (byte)Exchange;
        destination[FlagsOffset] = (byte)Flags;
        BinaryPrimitives.WriteUInt32BigEndian(destination[MessageIdOffset..], MessageId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[LengthOffset..], Length);
    }
}
