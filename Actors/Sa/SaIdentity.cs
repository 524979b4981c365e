using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sa;

/// <summary>What tells one SA from another: the receiver chose the SPI, so that it is unique for each receiver (RFC 4301 §4.1).</summary>
/// <param name="Direction">Inbound or outbound.</param>
/// <param name="Protocol">ESP or AH.</param>
/// <param name="Spi">Its SPI.</param>
/// <param name="Receiver">Outbound, the peer; inbound it is always us, and the address is left out: zero.</param>
internal readonly record struct SaIdentity(SaDirection Direction, SaProtocol Protocol, uint Spi, IpAddress Receiver)
{
    /// <summary>The identity of an SA.</summary>
    public static SaIdentity Of(SaParameters sa) => new(
        sa.Direction, sa.Protocol, sa.Spi, sa.Direction == SaDirection.Outbound ? sa.Destination : default);
}
