using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>Finds NATs: both sides send hashes of the addresses that they see (RFC 7296 §2.23).</summary>
public static class NatDetection
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA1.HashSizeInBytes;

    /// <summary>SHA-1(SPIi | SPIr | address | port). Nothing secret depends on it.</summary>
    /// <param name="initiatorSpi">SPIi of the message that carries it.</param>
    /// <param name="responderSpi">SPIr of that message; 0 in the first request.</param>
    /// <param name="address">Source or destination of that message.</param>
    /// <param name="port">Its UDP port.</param>
    public static byte[] Hash(ulong initiatorSpi, ulong responderSpi, IpAddress address, ushort port)
    {
        Span<byte> input = stackalloc byte[(2 * sizeof(ulong)) + IpAddress.Ipv6Length + sizeof(ushort)];
        BinaryPrimitives.WriteUInt64BigEndian(input, initiatorSpi);
        BinaryPrimitives.WriteUInt64BigEndian(input[sizeof(ulong)..], responderSpi);
        Span<byte> rest = input[(2 * sizeof(ulong))..];
        address.Write(rest);
        BinaryPrimitives.WriteUInt16BigEndian(rest[address.Length..], port);
        return CryptographicOperations.HashData(HashAlgorithmName.SHA1, input[..((2 * sizeof(ulong)) + address.Length + sizeof(ushort))]);
    }

    /// <summary>Compares what a peer says in IKE_SA_INIT with what its datagram shows.</summary>
    /// <param name="message">The request or response.</param>
    /// <param name="source">Source address of its datagram.</param>
    /// <param name="sourcePort">Source UDP port.</param>
    /// <param name="destination">Destination address, as we know it.</param>
    /// <param name="destinationPort">Destination UDP port.</param>
    /// <returns>Null when the peer says nothing: it does not know NAT traversal.</returns>
    public static NatPresence? Detect(
        IkeMessage message, IpAddress source, ushort sourcePort, IpAddress destination, ushort destinationPort)
    {
        ArgumentNullException.ThrowIfNull(message);
        bool? ofSource = Matches(message, NotifyType.NatDetectionSourceIp, source, sourcePort);
        bool? ofDestination = Matches(message, NotifyType.NatDetectionDestinationIp, destination, destinationPort);
        if (ofSource is null || ofDestination is null)
        {
            return null;
        }

        return (ofSource.Value ? NatPresence.None : NatPresence.PeerBehindNat)
            | (ofDestination.Value ? NatPresence.None : NatPresence.BehindNat);
    }

    /// <summary>A peer with several addresses may send a hash for each; one that fits is enough.</summary>
    private static bool? Matches(IkeMessage message, NotifyType notify, IpAddress address, ushort port)
    {
        Octets expected = Hash(message.InitiatorSpi, message.ResponderSpi, address, port);
        bool? matches = null;
        foreach (NotifyPayload payload in message.Payloads.OfType<NotifyPayload>().Where(payload => payload.Notify == notify))
        {
            matches = (matches ?? false) || payload.Content == expected;
        }

        return matches;
    }
}
