using System.Runtime.CompilerServices;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ip;

/// <summary>The short way to a header against the general one, on good and on broken packets.</summary>
public sealed class PlainHeaderTests
{
    [Fact]
    public void What_is_plain_says_what_the_general_reader_says()
    {
        var random = new Random(11);
        int plainCount = 0;
        int espCount = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] packet = WirePackets.Ipv4(random.Next(3) switch { 0 => 17, 1 => 6, _ => 50 }, TestBytes(random, random.Next(4, 40)));
            for (int flips = random.Next(3); flips > 0; flips--)
            {
                packet[random.Next(24)] ^= (byte)(1 << random.Next(8));
            }

            byte[] padded = [.. packet, .. new byte[random.Next(3)]];
            bool isIp = IpPacket.TryRead(padded, out IpPacket ip);
            if (PlainIpv4.TryRead(padded, out PlainIpv4 plain))
            {
                plainCount++;
                Assert.True(isIp && !ip.IsFragment);
                Assert.Equal(
                    (ip.TotalLength, ip.TrafficClass, ip.DontFragment, FlowKey.Read(ip, padded)),
                    (plain.TotalLength, plain.TrafficClass, plain.DontFragment, plain.Flow));
            }

            if (PlainEsp.TryRead(padded, out PlainEsp esp))
            {
                espCount++;
                Assert.True(isIp && !ip.IsFragment && ip.Protocol == IpProtocol.Esp && ip.PayloadOffset == PlainEsp.Offset);
                Assert.Equal((ip.TotalLength, ip.TrafficClass), (esp.TotalLength, esp.TrafficClass));
            }
        }

        Assert.True(plainCount > 50_000 && espCount > 20_000);
    }

    [Fact]
    public void What_every_packet_carries_along_fits_cache_lines()
    {
        Assert.InRange(Unsafe.SizeOf<IpPacket>(), 1, 64);
        Assert.Equal(FlowKey.Length, Unsafe.SizeOf<FlowKey>());
        Assert.InRange(Unsafe.SizeOf<SealJob>(), 1, 64);
        Assert.InRange(Unsafe.SizeOf<OpenJob>(), 1, 64);
    }

    private static byte[] TestBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
