using System.Buffers.Binary;
using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// At 2^32 - 1 an SA with extended sequence numbers goes on, and both sides agree on the upper half that is never
/// sent (RFC 4303 section 2.2.1, appendix A); one without them stops, because no number may repeat (section 3.3.3).
/// </summary>
[Collection(SharedGuest.Name)]
public sealed class SequenceNumbersEndAt32BitsOrGoOnTo64(KernelLab lab)
{
    [Theory]
    [InlineData("esp aes128-gcm", 0xffff_fffeul)]
    [InlineData("esp aes128-gcm", 0x5_ffff_fffeul)]
    [InlineData("esp aes128-cbc hmac-sha256-128", 0xffff_fffeul)]
    [InlineData("ah hmac-sha256-128", 0xffff_fffeul)]
    [InlineData("ah hmac-sha1-96 + esp 3des-cbc hmac-sha1-96", 0xffff_fffeul)]
    public void Extended_numbers_pass_a_multiple_of_2_to_the_32(string suite, ulong first)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4)
        {
            ExtendedSequenceNumbers = true,
            FirstSequence = first,
        };
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests(count: 5);

        KernelExchange exchange = lab.Exchange(kernelCase, requests, requests.Count);

        Assert.Equal(requests.Select(request => request.Reply()), exchange.Opened);
        Assert.Empty(exchange.NewGuestErrors);
    }

    [Theory]
    [InlineData("esp aes128-gcm", 4)]
    [InlineData("ah hmac-sha256-128", 8)]
    public void Without_them_the_gateway_stops_after_the_last_number(string suite, int sequenceOffset)
    {
        var kernelCase = new KernelCase(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4)
        {
            FirstSequence = 0xffff_fffe,
        };
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests(count: 3);

        KernelExchange exchange = lab.Exchange(kernelCase, requests, answerCount: 2);

        IEnumerable<uint> numbers = exchange.Protected.Select(
            packet => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(20 + sequenceOffset)));
        Assert.Equal([0xffff_fffe, 0xffff_ffff], numbers);
        Assert.Equal(requests.Take(2).Select(request => request.Reply()), exchange.Opened);
        Assert.Contains("SequenceExhausted", exchange.ProtectSummary, StringComparison.OrdinalIgnoreCase);
    }
}
