using System.Diagnostics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation;

/// <summary>The IP header of a transport-mode packet: taken off, and put back around a payload that changed.</summary>
/// <remarks>
/// ESP and AH go behind the part of the header chain that routers look at: hop-by-hop options, routing and the
/// destination options in front of it (RFC 4303 §3.1.1, RFC 4302 §3.1.1).
/// </remarks>
public static class TransportMode
{
    /// <summary>The longest header chain that is carried along, in bytes; longer ones are refused.</summary>
    public const int MaximumHeadersLength = 512;

    /// <summary>Takes the headers off the front of a packet.</summary>
    /// <param name="buffer">The packet; afterwards it begins at the payload.</param>
    /// <param name="headers">Receives a copy; its length says how many bytes to take.</param>
    public static void TakeHeaders(PacketBuffer buffer, Span<byte> headers)
    {
        buffer.Packet[..headers.Length].CopyTo(headers);
        buffer.TrimStart(headers.Length);
    }

    /// <summary>Puts headers in front of a payload of another length and protocol.</summary>
    /// <param name="buffer">The payload.</param>
    /// <param name="headers">What <see cref="TakeHeaders"/> gave.</param>
    /// <param name="protocolOffset">Where in the headers the payload's protocol is named.</param>
    /// <param name="protocol">The payload's protocol now.</param>
    public static void PutHeaders(PacketBuffer buffer, ReadOnlySpan<byte> headers, int protocolOffset, byte protocol)
    {
        Debug.Assert(protocolOffset < headers.Length);
        headers.CopyTo(buffer.Prepend(headers.Length));
        Span<byte> packet = buffer.Packet;
        if (packet[0] >> 4 == 6)
        {
            packet[protocolOffset] = protocol;
            Ipv6Header.SetPayloadLength(packet, (ushort)(packet.Length - Ipv6Header.Length));
        }
        else
        {
            Ipv4Header.SetProtocol(packet, protocol);
            Ipv4Header.SetTotalLength(packet, (ushort)packet.Length);
        }
    }
}
