using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Esp;

namespace Pipeline.Engine.DataPath;

/// <summary>The SPI of an arriving packet, which says whose it is (RFC 4301 §4.1).</summary>
internal static class ArrivingSpi
{
    /// <summary>Reads it.</summary>
    /// <param name="bytes">ESP or AH.</param>
    /// <param name="protocol">Which of the two.</param>
    /// <param name="spi">The SPI.</param>
    /// <returns>False when the header is not whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, SaProtocol protocol, out uint spi)
    {
        bool isRead;
        if (protocol == SaProtocol.Esp)
        {
            isRead = EspHeader.TryRead(bytes, out EspHeader esp);
            spi = esp.Spi;
        }
        else
        {
            isRead = AhHeader.TryRead(bytes, out AhHeader ah);
            spi = ah.Spi;
        }

        return isRead;
    }
}
