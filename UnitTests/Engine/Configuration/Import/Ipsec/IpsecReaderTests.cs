using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Import;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Import.Ipsec;

/// <summary>ipsec.conf, with ipsec.secrets beside it, becomes a configuration of ours.</summary>
public sealed class IpsecReaderTests
{
    private const string Office = """
        config setup
            charondebug="ike 2"
            uniqueids=no
        conn %default
            keyexchange=ikev1
            authby=secret
        conn base
            left=192.0.2.1
            ikelifetime=8h
        conn l2tp
            also=base
            right=%any
            type=transport
            leftprotoport=17/1701
            rightprotoport=17/%any
            ike=3des-sha1-modp1024!
            esp=aes128-sha1
            auto=add
        conn site
            also=base
            right=198.51.100.7
            rightid=@east   # the other office
            leftsubnet=10.1.0.0/24
            rightsubnet=10.2.0.0/24,10.3.0.0/24
            lifetime=1h
            auto=start
        conn lan
            leftsubnet=10.1.0.0/24
            rightsubnet=10.1.0.0/24
            type=passthrough
            auto=route
        """;

    private const string Secrets = """
        # kept apart
        192.0.2.1 @east : PSK "do not tell"
        %any : PSK 0sdG9wIHRlbGw=
        : RSA key.pem "tell nobody"
        192.0.2.9 PSK "tell: PSK forgot the colon"
        """;

    private const string Notes = """
        2: to do: write this secret into the file east.psk, without the quotes around it; only its owner may read that
        3: to do: write this secret into the file psk.psk, as the bytes that its base64 says; only its owner may read that
        4: to do: write this passphrase into the file key.passphrase; only its owner may read that
        5: not carried over: a line that is no list of owners, colon, kind and secret
        3: not carried over: "uniqueids" of config "setup"
        16: to do: proposal "3des-sha1-modp1024" has weak algorithms, so ike.allowLegacy is set; remove both when the peer can do better
        """;

    [Fact]
    public void An_office_comes_out_and_what_did_not_is_told()
    {
        ImportResult result = ImportedFile.Import(Office, secrets: Secrets);

        Assert.Equal(Notes.ReplaceLineEndings("\n"), result.Notes());
        Assert.Equal("ipsec.secrets", result.Notes[0].File);
        Assert.DoesNotContain("tell", result.Json + result.Notes(), StringComparison.Ordinal);
        Assert.DoesNotContain("dG9w", result.Json + result.Notes(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_take_over_what_others_say_and_the_gateway_does_it()
    {
        string json = ImportedFile.Import(Office, secrets: Secrets).Json!;
        var options = ImportedFile.Load(json);

        Assert.Equal(2, json.Split("\"version\": 1").Length - 1);
        Assert.Equal(["l2tp", "site"], options.Connections.Select(connection => connection.Name));
        ConnectionSettings site = options.Connections[1];
        Assert.Equal(Initiation.Start, site.Initiation);
        Assert.Equal("192.0.2.1", site.LocalAddress.ToString());
        ChildOptions child = Assert.Single(site.Options.Children);
        Assert.Equal(TimeSpan.FromHours(1), child.Lifetime.HardAge);
        Assert.Equal(TimeSpan.FromMinutes(51), child.Lifetime.SoftAge);
        Assert.Equal(SaMode.Transport, Assert.Single(options.Connections[0].Options.Children).Mode);
        Assert.Equal("lan", options.Policy.Rules[0].Name);
    }

    [Fact]
    public void A_key_for_everybody_is_for_those_that_no_other_names()
    {
        string json = ImportedFile.Import(Office, secrets: Secrets).Json!;

        Assert.Matches("(?s)\"name\": \"l2tp\".*?\"presharedKey\": \"psk\".*?\"name\": \"site\".*?\"presharedKey\": \"east\"", json);
    }

    [Fact]
    public void Words_of_libreswan_are_known()
    {
        ImportResult result = ImportedFile.Import("""
            conn a
                left=192.0.2.1
                right=192.0.2.2
                authby=secret
                ikev2=insist
                ike=aes256-sha2_256;dh14
                phase2alg=aes_gcm256
                auto=ondemand
            """);

        Assert.Contains("aes256-sha256-modp2048", result.Json, StringComparison.Ordinal);
        Assert.Contains("aes256gcm16", result.Json, StringComparison.Ordinal);
        Assert.Contains("into the file a.psk", result.Notes(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conn a\n    right=10.0.0.1\n    auto=ignore", "1: has no connection")]
    [InlineData("    left=1.2.3.4\nconn a", "1: is indented")]
    [InlineData("conn a\n    left", "2: is no keyword=value")]
    [InlineData("conn a\nleft=1.2.3.4", "2: begins with none of the words")]
    [InlineData("conn", "1: begins a section without a name")]
    public void Bad_input_is_an_error_with_its_line(string text, string expected)
    {
        ImportNote error = Assert.Single(ImportedFile.Read(text, ImportFormat.Ipsec).Errors);

        Assert.StartsWith(expected, $"{error.Line}: {error.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_that_take_over_each_other_come_to_an_end()
    {
        ImportResult result = ImportedFile.Import("""
            conn a
                also=b
                right=192.0.2.2
                left=192.0.2.1
                auto=add
            conn b
                also=a
                also=missing
                authby=psk
            """);

        Assert.Contains("8: not carried over: also=\"missing\": there is no such section", result.Notes(), StringComparison.Ordinal);
    }
}
