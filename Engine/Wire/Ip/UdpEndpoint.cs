using System.Globalization;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>An address and a UDP port: one end of a datagram's way.</summary>
/// <param name="Address">The address; unspecified (0.0.0.0, ::) for "whichever fits" where something is sent.</param>
/// <param name="Port">The UDP port, host order.</param>
public readonly record struct UdpEndpoint(IpAddress Address, ushort Port)
{
    /// <summary>"192.0.2.1:500" or "[2001:db8::1]:500".</summary>
    public override string ToString() => Address.IsIpv6
        ? string.Create(CultureInfo.InvariantCulture, $"[{Address}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");
}
