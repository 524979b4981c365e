using System.Buffers.Binary;
using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>ESP inside UDP port 4500, as it crosses a NAT, goes both ways (RFC 3948).</summary>
[Collection(SharedGuest.Name)]
public sealed class UdpEncapsulationCarriesEsp(KernelLab lab)
{
    private const byte Udp = 17;

    [Theory]
    [InlineData("esp aes128-gcm", IpsecMode.Tunnel, IpVersion.V4, false)]
    [InlineData("esp aes128-gcm", IpsecMode.Transport, IpVersion.V4, false)]
    [InlineData("esp 3des-cbc hmac-sha1-96", IpsecMode.Tunnel, IpVersion.V4, false)]
    [InlineData("esp aes128-cbc hmac-sha256-128", IpsecMode.Tunnel, IpVersion.V4, false)]
    [InlineData("esp aes128-gcm", IpsecMode.Tunnel, IpVersion.V4, true)]
    [InlineData("esp 3des-cbc hmac-sha1-96", IpsecMode.Tunnel, IpVersion.V4, true)]
    [InlineData("esp aes128-cbc hmac-sha256-128", IpsecMode.Transport, IpVersion.V4, true)]
    [InlineData("esp aes128-gcm", IpsecMode.Tunnel, IpVersion.V6, false)]
    [InlineData("esp aes128-cbc hmac-sha256-128", IpsecMode.Transport, IpVersion.V6, true)]
    public void Both_ways(string suite, IpsecMode mode, IpVersion outer, bool extendedSequenceNumbers)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), mode, outer)
        {
            UdpEncapsulation = true,
            ExtendedSequenceNumbers = extendedSequenceNumbers,
        };
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests();

        KernelExchange exchange = lab.Exchange(kernelCase, requests, requests.Count);

        Assert.All(exchange.Protected, packet => Assert.True(IsUdpTo4500(packet, outer)));
        Assert.All(exchange.Answers, packet => Assert.True(IsUdpTo4500(packet, outer)));
        Assert.Equal(requests.Select(request => request.Reply()), exchange.Opened);
        Assert.Empty(exchange.NewGuestErrors);
    }

    private static bool IsUdpTo4500(byte[] packet, IpVersion version)
    {
        (int protocolOffset, int headerLength) = version == IpVersion.V4 ? (9, 20) : (6, 40);
        ushort destinationPort = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(headerLength + 2));
        return packet[protocolOffset] == Udp && destinationPort == 4500;
    }
}
