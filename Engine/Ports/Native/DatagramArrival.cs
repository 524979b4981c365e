using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Native;

/// <summary>What a socket says about the IP header of a datagram that it gives without one.</summary>
internal struct DatagramArrival
{
    /// <summary>Who sent it; the port is 0 for raw sockets.</summary>
    public UdpEndpoint Source;

    /// <summary>The destination address of its IP header.</summary>
    public IpAddress Destination;

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass;

    /// <summary>Hops that were left.</summary>
    public byte HopLimit;
}
