using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// The Linux kernel and the gateway understand each other's ESP (RFC 4303), AH (RFC 4302) and bundles of both, with
/// every suite, in both modes, over IPv4 and IPv6: the kernel answers our protected echo requests, and its protected
/// replies open to exactly what was asked.
/// </summary>
[Collection(SharedGuest.Name)]
public sealed class KernelOpensWhatWeProtectAndWeOpenItsAnswers(KernelLab lab)
{
    private static readonly string[] Suites =
    [
        "esp aes128-gcm", "esp aes192-gcm", "esp aes256-gcm", "esp aes128-gcm-8", "esp aes128-ccm",
        "esp chacha20-poly1305", "esp aes128-gmac",
        "esp aes128-cbc hmac-sha1-96", "esp aes128-cbc hmac-sha256-128", "esp aes128-cbc hmac-sha384-192",
        "esp aes256-cbc hmac-sha512-256", "esp aes128-cbc aes-cmac-96", "esp aes128-cbc aes-xcbc-96",
        "esp aes128-ctr hmac-sha256-128", "esp 3des-cbc hmac-sha1-96", "esp 3des-cbc hmac-md5-96",
        "esp des-cbc hmac-md5-96", "esp des-cbc hmac-sha1-96", "esp null hmac-sha1-96", "esp null hmac-sha256-128",
        "ah hmac-md5-96", "ah hmac-sha1-96", "ah hmac-sha256-128", "ah hmac-sha384-192", "ah hmac-sha512-256",
        "ah aes-xcbc-96", "ah aes-cmac-96",
        "ah hmac-sha1-96 + esp 3des-cbc hmac-sha1-96", "ah hmac-sha256-128 + esp aes128-gcm",
    ];

    private static readonly string[] SuitesWithExtendedNumbers =
    [
        "esp aes128-gcm", "esp aes128-cbc hmac-sha256-128", "esp 3des-cbc hmac-sha1-96", "esp chacha20-poly1305",
        "esp aes128-gmac", "esp aes128-cbc aes-xcbc-96", "ah hmac-sha1-96",
        "ah hmac-sha1-96 + esp 3des-cbc hmac-sha1-96",
    ];

    public static TheoryData<string, IpsecMode, IpVersion> Cases => Matrix(Suites);

    public static TheoryData<string, IpsecMode, IpVersion> CasesWithExtendedNumbers =>
        Matrix(SuitesWithExtendedNumbers);

    [Theory]
    [MemberData(nameof(Cases))]
    public void With_32_bit_sequence_numbers(string suite, IpsecMode mode, IpVersion outer) =>
        AllAreAnswered(new(Suite.Parse(suite), mode, outer));

    [Theory]
    [MemberData(nameof(CasesWithExtendedNumbers))]
    public void With_extended_sequence_numbers(string suite, IpsecMode mode, IpVersion outer) =>
        AllAreAnswered(new(Suite.Parse(suite), mode, outer) { ExtendedSequenceNumbers = true });

    private void AllAreAnswered(KernelCase kernelCase)
    {
        IReadOnlyList<EchoMessage> requests = kernelCase.Requests();

        KernelExchange exchange = lab.Exchange(kernelCase, requests, requests.Count);

        Assert.Equal(requests.Select(request => request.Reply()), exchange.Opened);
        Assert.Empty(exchange.NewGuestErrors);
    }

    private static TheoryData<string, IpsecMode, IpVersion> Matrix(string[] suites)
    {
        var cases = new TheoryData<string, IpsecMode, IpVersion>();
        foreach (string suite in suites)
        {
            foreach (IpsecMode mode in Enum.GetValues<IpsecMode>())
            {
                cases.Add(suite, mode, IpVersion.V4);
                cases.Add(suite, mode, IpVersion.V6);
            }
        }

        return cases;
    }
}
