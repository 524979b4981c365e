using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>What leads a first request that comes again to the actor that answers it: all of the request, and where it came from.</summary>
/// <remarks>
/// Not the initiator's SPI alone: after INVALID_KE_PAYLOAD or a cookie another request comes with the same one, and somebody may have sent
/// one before to be in the way of the real one (RFC 7296 §2.1). Two requests of one hash would mean that the second is never answered: the
/// hash is long, and nobody can choose two that share it. 0.5 microseconds.
/// </remarks>
/// <param name="Remote">Where it came from.</param>
/// <param name="Hash">128 bits of the SHA-256 of the request.</param>
internal readonly record struct FirstRequestKey(UdpEndpoint Remote, UInt128 Hash)
{
    /// <summary>The key of a request.</summary>
    public static FirstRequestKey Of(IkeArrived request)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(request.Datagram, hash);
        return new FirstRequestKey(request.Path.Remote, BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
