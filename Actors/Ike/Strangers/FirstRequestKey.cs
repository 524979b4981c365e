using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>What leads a first request that comes again to the actor that answers it: all of the request, and where it came from.</summary>
/// <remarks>
/// Not the initiator's SPI alone: after INVALID_KE_PAYLOAD or a cookie another request comes with the same one, and somebody may have sent
/// one before to be in the way of the real one (RFC 7296 §2.1). The hash has a seed of its own in every process.
/// </remarks>
/// <param name="Remote">Where it came from.</param>
/// <param name="Hash">Of the request.</param>
internal readonly record struct FirstRequestKey(UdpEndpoint Remote, int Hash)
{
    /// <summary>The key of a request.</summary>
    public static FirstRequestKey Of(IkeArrived request)
    {
        var hash = default(HashCode);
        hash.AddBytes(request.Datagram);
        return new FirstRequestKey(request.Path.Remote, hash.ToHashCode());
    }
}
