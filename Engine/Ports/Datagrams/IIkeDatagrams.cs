using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Datagrams;

/// <summary>Where a <see cref="UdpPort"/> leaves the IKE messages that it receives.</summary>
public interface IIkeDatagrams
{
    /// <summary>Takes a copy of a message; called by the thread that reads the port, so it must not block.</summary>
    /// <param name="local">Our address and port that it came to; answers leave from there (RFC 7296 §2.11).</param>
    /// <param name="remote">Who sent it.</param>
    /// <param name="message">The message from the IKE header on, without the non-ESP marker; at least 28 bytes. Gone after the call.</param>
    /// <returns>False when there is no room: the port counts it as <see cref="Pipeline.Engine.Packets.DropReason.Ike"/>.</returns>
    bool TryAdd(in UdpEndpoint local, in UdpEndpoint remote, ReadOnlySpan<byte> message);
}
