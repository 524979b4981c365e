using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Proposals;

/// <summary>Proposals of Child SAs, as people write them.</summary>
public sealed class ChildProposalTests
{
    [Theory]
    [InlineData(SaProtocol.Esp, "aes128gcm16", "1:20/128 5:0")]
    [InlineData(SaProtocol.Esp, "aes128gcm16-x25519", "1:20/128 4:31 5:0")]
    [InlineData(SaProtocol.Esp, "aes128gcm16-x25519-none", "1:20/128 4:31 4:0 5:0")]
    [InlineData(SaProtocol.Esp, "aes128-sha256-esn", "1:12/128 3:12 5:1")]
    [InlineData(SaProtocol.Esp, "aes128-sha256-esn-noesn", "1:12/128 3:12 5:1 5:0")]
    [InlineData(SaProtocol.Esp, "null-sha256", "1:11 3:12 5:0")]
    [InlineData(SaProtocol.Esp, "aes128gmac-aes256gmac", "1:21/128 1:21/256 5:0")]
    [InlineData(SaProtocol.Esp, "aes128-gmac", "1:21/128 5:0")]
    [InlineData(SaProtocol.Esp, "chacha20poly1305", "1:28 5:0")]
    [InlineData(SaProtocol.Esp, "aes128ctr-sha512", "1:13/128 3:14 5:0")]
    [InlineData(SaProtocol.Esp, "aes128-gcm-modp2048", "1:20/128 4:14 5:0")]
    [InlineData(SaProtocol.Ah, "sha256", "3:12 5:0")]
    [InlineData(SaProtocol.Ah, "sha1", "3:2 5:0")]
    [InlineData(SaProtocol.Ah, "aescmac", "3:8 5:0")]
    [InlineData(SaProtocol.Ah, "aes128gmac-esn", "3:9 5:1")]
    public void Reads_names_into_numbers(SaProtocol protocol, string text, string transforms)
    {
        Assert.Equal(transforms, IkeProposalTests.Numbers(Parse(protocol, text)));
    }

    [Theory]
    [InlineData(SaProtocol.Esp, "sha256", "names no encryption algorithm")]
    [InlineData(SaProtocol.Esp, "aes128", "is impossible: aes128-cbc without an integrity algorithm")]
    [InlineData(SaProtocol.Esp, "null", "null encryption without an integrity algorithm protects nothing")]
    [InlineData(SaProtocol.Esp, "aes128gcm16-sha256", "takes no integrity algorithm")]
    [InlineData(SaProtocol.Esp, "aes128gcm16-prfsha256", "names \"prfsha256\", a pseudorandom function of IKE and not of ESP; leave it out")]
    [InlineData(SaProtocol.Esp, "3des-sha1", "names 3des, which is too weak")]
    [InlineData(SaProtocol.Esp, "aes128gcm16-modp1024", "names modp1024, which is too weak")]
    [InlineData(SaProtocol.Ah, "aes128-sha256", "names \"aes128\", an encryption algorithm of IKE and not of AH")]
    [InlineData(SaProtocol.Ah, "esn", "names no integrity algorithm, which AH needs; add one, such as sha256")]
    [InlineData(SaProtocol.Ah, "sha265", "did you mean \"sha256\"?")]
    public void Says_what_is_wrong_with_others(SaProtocol protocol, string text, string problem)
    {
        Assert.False(ChildProposal.TryParse(protocol, text, allowLegacy: false, out ChildProposal? proposal, out string actual));
        Assert.Null(proposal);
        Assert.Contains(problem, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Loses_its_key_exchange_for_IKE_AUTH()
    {
        Assert.Equal("aes128gcm16-noesn", Parse(SaProtocol.Esp, "aes128gcm16-x25519-modp2048").WithoutKeyExchange.ToString());
    }

    [Fact]
    public void Defaults_are_for_their_protocols()
    {
        Assert.All(ChildProposal.Defaults, proposal => Assert.NotEmpty(proposal.Of(Pipeline.Engine.Wire.Ike.V2.Proposals.TransformType.Encryption)));
        Assert.All(ChildProposal.AhDefaults, proposal => Assert.Empty(proposal.Of(Pipeline.Engine.Wire.Ike.V2.Proposals.TransformType.Encryption)));
    }

    internal static ChildProposal Parse(SaProtocol protocol, string text) =>
        ChildProposal.TryParse(protocol, text, allowLegacy: false, out ChildProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem);
}
