using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Datagrams;

/// <summary>An IKE message that came.</summary>
/// <param name="Local">Our address and port that it came to.</param>
/// <param name="Remote">Who sent it.</param>
/// <param name="Message">The message, from the IKE header on.</param>
public sealed record IkeDatagram(UdpEndpoint Local, UdpEndpoint Remote, byte[] Message);
