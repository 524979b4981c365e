using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Engine.Configuration;
using Pipeline.UnitTests.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Credentials;

/// <summary>Certificates that are out of date are told of, when somebody asks.</summary>
public sealed class CertificateDatesTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();

    private readonly MemoryFiles _files = new() { ["root"] = Root.Encoded };

    [Theory]
    [InlineData(-400, 400, null, null)]
    [InlineData(-400, -1, "has expired on 2030-05-31", null)]
    [InlineData(1, 400, null, "is not valid before 2030-06-02")]
    [InlineData(-400, 29, null, "expires on 2030-06-30")]
    [InlineData(-400, 31, null, null)]
    public void Our_own_certificate(int fromDays, int toDays, string? error, string? warning)
    {
        TestAuthority own = Root.EndEntity("CN=own", options =>
        {
            options.NotBefore = TestAuthority.Now.AddDays(fromDays);
            options.NotAfter = TestAuthority.Now.AddDays(toDays);
        });
        (_files["own"], _files["key"]) = (own.Encoded, own.PrivateKeyEncoded);

        ConfigurationResult<GatewayOptions> result = Read("\"certificates\": [{\"name\": \"own\", \"file\": \"own\", \"privateKeyFile\": \"key\"}]");

        AssertTold(error, "credentials.certificates[0].file", result.Errors);
        AssertTold(warning, "credentials.certificates[0].file", result.Warnings);
    }

    [Fact]
    public void An_anchor_that_has_expired_is_a_warning()
    {
        _files["old"] = TestAuthority.Root("CN=Old", options => options.NotAfter = TestAuthority.Now.AddDays(-1)).Encoded;

        ConfigurationResult<GatewayOptions> result = Read("\"trustAnchors\": [\"root\", \"old\"]");

        Assert.Empty(result.Errors);
        AssertTold("has expired on 2030-05-31", "credentials.trustAnchors[1]", result.Warnings);
    }

    [Fact]
    public void A_revocation_list_that_is_late_is_a_warning()
    {
        _files["late"] = Root.RevokeEncoded([], TestAuthority.Now.AddDays(-9), TestAuthority.Now.AddDays(-2));

        ConfigurationResult<GatewayOptions> result = Read("\"revocationLists\": [\"late\"]");

        AssertTold("should have been replaced on 2030-05-30", "credentials.revocationLists[0]", result.Warnings);
    }

    [Fact]
    public void Nobody_who_does_not_ask_is_told()
    {
        _files["old"] = TestAuthority.Root("CN=Old", options => options.NotAfter = TestAuthority.Now.AddDays(-1)).Encoded;

        Assert.Empty(GatewayOptionsReader.Read("f", Encoding.UTF8.GetBytes("""{"credentials": {"trustAnchors": ["old"]}}"""), _files).Warnings);
    }

    private static void AssertTold(string? expected, string field, IReadOnlyList<ConfigurationError> told)
    {
        if (expected is null)
        {
            Assert.Empty(told);
        }
        else
        {
            ConfigurationError one = Assert.Single(told);
            Assert.Equal(field, one.Field);
            Assert.Contains(expected, one.Message, StringComparison.Ordinal);
        }
    }

    private ConfigurationResult<GatewayOptions> Read(string credentials) => GatewayOptionsReader.Read(
        "gateway.json", Encoding.UTF8.GetBytes($$"""{"credentials": { {{credentials}} } }"""), _files, new FakeTimeProvider(TestAuthority.Now));
}
