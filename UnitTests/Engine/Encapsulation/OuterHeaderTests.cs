using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>The fast way to an outer header against the plain one.</summary>
public sealed class OuterHeaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_what_the_plain_codec_writes(bool ipv6)
    {
        var random = new Random(7);
        using var pool = new PacketPool(1, 2000, trackLeaks: true);
        for (int round = 0; round < 2000; round++)
        {
            byte? dscp = random.Next(2) == 0 ? null : (byte)random.Next(64);
            var ecn = (EcnMode)random.Next(2);
            var policy = (DontFragmentPolicy)random.Next(3);
            byte hops = (byte)random.Next(256);
            IpAddress source = RandomAddress(random, ipv6);
            IpAddress destination = RandomAddress(random, ipv6);
            var header = new OuterHeader(source, destination, hops, policy, dscp, ecn);
            byte inner = (byte)random.Next(256);
            bool innerDontFragment = random.Next(2) == 0;
            ushort identification = (ushort)random.Next(65536);
            PacketBuffer buffer = pool.Rent(new byte[random.Next(1, 1900)]);
            int payloadLength = buffer.Length;

            header.Prepend(buffer, IpProtocol.Esp, inner, innerDontFragment, identification);

            byte trafficClass = TrafficClassRules.Encapsulate(inner, ecn, dscp);
            byte[] plain = new byte[header.Length];
            if (ipv6)
            {
                new Ipv6Header
                {
                    TrafficClass = trafficClass,
                    PayloadLength = (ushort)payloadLength,
                    NextHeader = IpProtocol.Esp,
                    HopLimit = hops,
                    Source = source,
                    Destination = destination,
                }.Write(plain);
            }
            else
            {
                new Ipv4Header
                {
                    TypeOfService = trafficClass,
                    TotalLength = (ushort)(payloadLength + 20),
                    Identification = identification,
                    DontFragment = policy == DontFragmentPolicy.Set || (policy == DontFragmentPolicy.Copy && innerDontFragment),
                    TimeToLive = hops,
                    Protocol = IpProtocol.Esp,
                    Source = source,
                    Destination = destination,
                }.Write(plain);
            }

            Assert.Equal(plain, buffer.Packet[..header.Length].ToArray());
            Assert.Equal(payloadLength + header.Length, buffer.Length);
            PacketPool.Return(buffer);
        }
    }

    private static IpAddress RandomAddress(Random random, bool ipv6)
    {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        random.NextBytes(bytes);
        return ipv6 ? IpAddress.ReadIpv6(bytes) : IpAddress.ReadIpv4(bytes);
    }
}
