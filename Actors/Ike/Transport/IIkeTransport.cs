using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>Where IKE messages leave: a UDP port, or memory. Safe on all threads; never throws for a message.</summary>
public interface IIkeTransport
{
    /// <summary>Datagrams that could not be sent.</summary>
    long Lost { get; }

    /// <summary>Sends one datagram; what cannot be sent is lost, as on any network.</summary>
    /// <param name="path">From where to where.</param>
    /// <param name="datagram">An IKE message, without the non-ESP marker.</param>
    void Send(in IkePath path, ReadOnlySpan<byte> datagram);

    /// <summary>Sends several: the fragments of a message.</summary>
    /// <param name="path">From where to where.</param>
    /// <param name="datagrams">IKE messages, without the non-ESP marker.</param>
    void SendAll(in IkePath path, IReadOnlyList<byte[]> datagrams)
    {
        foreach (byte[] datagram in datagrams)
        {
            Send(path, datagram);
        }
    }

    /// <summary>The address that packets to a peer leave from, where the configuration names none: NAT detection and selectors need it.</summary>
    /// <param name="remote">The peer.</param>
    /// <returns>The unspecified address when there is no way there now.</returns>
    IpAddress SourceFor(in IpAddress remote);

    /// <summary>Sends the byte that keeps a NAT's mapping alive (RFC 3948 §2.3).</summary>
    /// <param name="path">From where to where.</param>
    void SendKeepAlive(in IkePath path);
}
