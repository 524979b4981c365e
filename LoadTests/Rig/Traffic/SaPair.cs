using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>The two ends of a numbered tunnel-mode SA with random keys.</summary>
internal static class SaPair
{
    private const uint FirstSpi = 0x0100_0000;

    // Larger than any packet here: nothing is split on the way.
    private const int PathMtu = 16_000;

    /// <summary>The name of an SA in policy.</summary>
    public static string NameOf(int number) => $"sa-{number}";

    /// <summary>The sending end; the receiving end has the same keys.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="suite">Its suite.</param>
    /// <param name="shard">The shard whose SPI it gets.</param>
    public static SaParameters Outbound(int number, PacketTransform suite, int shard = 0) => new()
    {
        Name = NameOf(number),
        Direction = SaDirection.Outbound,
        Spi = FirstSpi + ((uint)number << 8) + (uint)shard,
        Protocol = SaProtocol.Esp,
        Mode = SaMode.Tunnel,
        Source = new IpAddress(0xC000_0201, IsIpv6: false), // 192.0.2.1 and .2, for documentation (RFC 5737)
        Destination = new IpAddress(0xC000_0202, IsIpv6: false),
        Transform = suite,
        EncryptionKey = SecretBytes.Random(suite.EncryptionKeyLength, SystemRandomSource.Instance),
        IntegrityKey = SecretBytes.Random(suite.IntegrityKeyLength, SystemRandomSource.Instance),
        PathMtu = PathMtu,
    };

    /// <summary>The receiving end of a sending end, with copies of its keys.</summary>
    public static SaParameters InboundOf(SaParameters outbound) => outbound with
    {
        Direction = SaDirection.Inbound,
        EncryptionKey = new SecretBytes(outbound.EncryptionKey.Span),
        IntegrityKey = new SecretBytes(outbound.IntegrityKey.Span),
    };
}
