using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Engine.Ike.Proposals;

/// <summary>Proposals of IKE SAs, as people write them.</summary>
public sealed class IkeProposalTests
{
    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", "1:20/128 2:5 4:31")]
    [InlineData("aes128-sha256-modp2048", "1:12/128 3:12 2:5 4:14")]
    [InlineData("aes256-aes128-sha384-sha256-ecp384-modp3072", "1:12/256 1:12/128 3:13 3:12 2:6 2:5 4:20 4:15")]
    [InlineData("chacha20poly1305-prfsha256-curve25519", "1:28 2:5 4:31")]
    [InlineData("aes128ctr-sha256-ecp256", "1:13/128 3:12 2:5 4:19")]
    [InlineData("aes128ccm16-prfsha384-x448", "1:16/128 2:6 4:32")]
    [InlineData("aes256ctr-aesxcbc-modp2048", "1:13/256 3:5 2:4 4:14")]
    [InlineData("aes128-sha256-prfsha512-x25519", "1:12/128 3:12 2:7 4:31")]
    [InlineData("aes128gcm16-sha256-x25519", "1:20/128 2:5 4:31")]
    [InlineData("AES128GCM128-PRFSHA256-X25519", "1:20/128 2:5 4:31")]
    [InlineData("aes128-gcm-prfsha256-x25519", "1:20/128 2:5 4:31")]
    [InlineData("aes128-gcm-12-aes256-gcm-12-prf-hmac-sha2-256-p256", "1:19/128 1:19/256 2:5 4:19")]
    [InlineData("aes128-cbc+hmac-sha256-128-modp2048", "1:12/128 3:12 2:5 4:14")]
    [InlineData("chacha20-poly1305-prfsha256-x25519-curve25519", "1:28 2:5 4:31")]
    public void Reads_names_into_numbers(string text, string transforms)
    {
        IkeProposal proposal = Parse(text);

        Assert.Equal(transforms, Numbers(proposal));
    }

    [Theory]
    [InlineData("aes128gcm16-prfsha256-x25519", "aes128gcm16-prfsha256-x25519")]
    [InlineData("curve25519-prfsha256-chacha20-poly1305", "chacha20poly1305-prfsha256-x25519")]
    [InlineData("aes128-sha256-modp2048", "aes128-sha256-prfsha256-modp2048")]
    public void Its_text_makes_it_again(string text, string canonical)
    {
        IkeProposal proposal = Parse(text);

        Assert.Equal(canonical, proposal.ToString());
        Assert.Equal(proposal, Parse(proposal.ToString()));
    }

    [Theory]
    [InlineData("", "has an empty name in it")]
    [InlineData("aes128gcm16--x25519", "has an empty name in it")]
    [InlineData("aes127gcm16-prfsha256-x25519", "names \"aes127gcm16\", which is no algorithm; did you mean \"aes128gcm16\"?")]
    [InlineData("aes128-sha257-modp2048", "did you mean \"sha256\"?")]
    [InlineData("aes128-sha256-modp2O48", "did you mean \"modp2048\"?")]
    [InlineData("aes128-sha256-x25519!", "did you mean \"x25519\"?")]
    [InlineData("whatever-it-takes", "write something like aes128gcm16-prfsha256-x25519")]
    [InlineData("null-sha256-x25519", "names \"null\", an encryption algorithm of ESP and not of IKE")]
    [InlineData("aes128gcm16-prfsha256-x25519-esn", "names \"esn\", a choice of ESP and not of IKE")]
    [InlineData("aes128gcm16-prfsha256-x25519-ke1_mlkem768", "names \"ke1_mlkem768\", an additional key exchange (RFC 9370)")]
    [InlineData("3des-sha1-modp1024", "names 3des, which is too weak")]
    [InlineData("aes128-sha1-modp1024", "names modp1024, which is too weak and is refused; set allowLegacy")]
    [InlineData("prfsha256-x25519", "names no encryption algorithm; begin it with one")]
    [InlineData("aes128-prfsha256-x25519", "names no integrity algorithm, which aes128 needs; add one, such as sha256")]
    [InlineData("aes128gcm16-x25519", "names no pseudorandom function, which IKE needs beside aes128gcm16; add one, such as prfsha256")]
    [InlineData("aes128gcm16-prfsha256", "names no key exchange; add one, such as x25519 or modp2048")]
    [InlineData("aes128gcm16-aes128-sha256-x25519", "mixes aes128-gcm, which authenticates by itself, with aes128-cbc")]
    [InlineData("aes128gcm16-sha256-prfsha256-x25519", "takes no integrity algorithm; leave out hmac-sha256-128")]
    public void Says_what_is_wrong_with_others(string text, string problem)
    {
        Assert.False(IkeProposal.TryParse(text, allowLegacy: false, out IkeProposal? proposal, out string actual));
        Assert.Null(proposal);
        Assert.Contains(problem, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_what_is_weak_when_legacy_is_allowed()
    {
        Assert.True(IkeProposal.TryParse("3des-md5-modp1024", allowLegacy: true, out IkeProposal? proposal, out _));
        Assert.Equal("1:3 3:1 2:1 4:2", Numbers(proposal));
    }

    [Fact]
    public void Refuses_texts_of_any_length_at_once()
    {
        Assert.False(IkeProposal.TryParse(new string('-', 1_000_000), allowLegacy: false, out _, out string problem));
        Assert.Contains("is longer than", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_begin_with_combined_ciphers_and_have_nothing_weak()
    {
        Assert.StartsWith("aes128gcm16-", IkeProposal.Defaults[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(IkeProposal.Defaults.SelectMany(proposal => proposal.Algorithms), algorithm => algorithm.IsLegacy);
    }

    [Fact]
    public void Survives_random_words()
    {
        string[] words = ["aes128", "gcm", "16", "sha256", "prfsha256", "x25519", "none", "", " ", "null", "ke1_x", "\u00e9", "3des", "esn"];
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            char separator = random.Next(2) == 0 ? '-' : '+';
            string text = string.Join(separator, Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(words.Length)]));

            bool parsed = IkeProposal.TryParse(text, random.Next(2) == 0, out IkeProposal? proposal, out string problem);

            Assert.Equal(parsed, problem.Length == 0);
            Assert.True(!parsed || IkeProposal.TryParse(proposal!.ToString(), true, out IkeProposal? again, out _) && again.Equals(proposal), text);
        }
    }

    internal static string Numbers(Proposal proposal) => string.Join(' ', proposal.ToWire(1, default).Transforms.Select(Numbers));

    internal static string Numbers(SaTransform transform) =>
        $"{(int)transform.Type}:{transform.Id}" + (transform.KeyBits is { } bits ? $"/{bits}" : string.Empty);

    internal static IkeProposal Parse(string text) =>
        IkeProposal.TryParse(text, allowLegacy: false, out IkeProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem);
}
