using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Crypto.Transforms;

namespace Pipeline.UnitTests.Support;

/// <summary>Builds SAs with fixed keys; what else a test wants it says by <c>with</c>.</summary>
internal static class TestSa
{
    public const string Name = "sa";

    public const uint Spi = 0x10203040;

    /// <summary>Gateways of a tunnel.</summary>
    public static IpAddress GatewayV4 { get; } = WirePackets.Address("203.0.113.1");

    public static IpAddress PeerV4 { get; } = WirePackets.Address("203.0.113.2");

    public static IpAddress GatewayV6 { get; } = WirePackets.Address("2001:db8:ffff::1");

    public static IpAddress PeerV6 { get; } = WirePackets.Address("2001:db8:ffff::2");

    /// <summary>An outbound SA; <c>ah:</c> in front of an integrity algorithm makes it AH.</summary>
    public static SaParameters Of(string suite, SaMode mode = SaMode.Tunnel, bool ipv6 = false)
    {
        PacketTransform transform = TestSuites.Find(suite);
        bool tunnel = mode == SaMode.Tunnel;
        return new SaParameters
        {
            Name = Name,
            Direction = SaDirection.Outbound,
            Spi = Spi,
            Protocol = TestSuites.IsAh(suite) ? SaProtocol.Ah : SaProtocol.Esp,
            Mode = mode,
            Source = (tunnel, ipv6) switch
            {
                (true, false) => GatewayV4,
                (true, true) => GatewayV6,
                (false, false) => WirePackets.SourceV4,
                (false, true) => WirePackets.SourceV6,
            },
            Destination = (tunnel, ipv6) switch
            {
                (true, false) => PeerV4,
                (true, true) => PeerV6,
                (false, false) => WirePackets.DestinationV4,
                (false, true) => WirePackets.DestinationV6,
            },
            Transform = transform,
            EncryptionKey = Key(transform.EncryptionKeyLength, 0x11),
            IntegrityKey = Key(transform.IntegrityKeyLength, 0x77),
            PathMtu = 3000,
        };
    }

    /// <summary>The two halves of a bundle: ESP inside, AH around it.</summary>
    public static (SaParameters Esp, SaParameters Ah) Bundle(
        string espSuite, string ahSuite, SaMode mode = SaMode.Tunnel, bool ipv6 = false)
    {
        SaParameters esp = Of(espSuite, mode, ipv6) with { Name = "esp", Bundle = Name };
        SaParameters ah = Of(ahSuite, mode, ipv6) with { Name = "ah", Bundle = Name, Mode = SaMode.Transport };
        return (esp, ah);
    }

    public static OutboundSa Outbound(this SaParameters parameters) => new(parameters);

    /// <summary>The other end of an outbound SA.</summary>
    public static InboundSa Inbound(this SaParameters parameters) =>
        new(parameters with { Direction = SaDirection.Inbound });

    /// <summary>Bytes that differ from each other; for 3DES also in every third.</summary>
    public static SecretBytes Key(int length, byte first) =>
        new([.. Enumerable.Range(0, length).Select(index => (byte)(first + (index * 13)))]);
}
