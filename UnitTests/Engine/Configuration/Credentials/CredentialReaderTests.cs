using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.UnitTests.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Credentials;

/// <summary>The object <c>credentials</c>: by file, checked when it is read.</summary>
public sealed class CredentialReaderTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Intermediate = Root.Ca();
    private static readonly TestAuthority Gateway = Intermediate.EndEntity("CN=gateway.example.org");

    private readonly MemoryFiles _files = new()
    {
        ["root.der"] = Root.Encoded,
        ["intermediate.der"] = Intermediate.Encoded,
        ["gateway.der"] = Gateway.Encoded,
        ["gateway.key"] = Gateway.PrivateKeyEncoded,
        ["other.key"] = Root.EndEntity().PrivateKeyEncoded,
        ["locked.key"] = Lock(Gateway.PrivateKeyEncoded, "open sesame"),
        ["phrase"] = Encoding.UTF8.GetBytes("open sesame\r\n"),
        ["wrong"] = Encoding.UTF8.GetBytes("shut"),
        ["root.crl"] = Root.RevokeEncoded([]),
        ["psk"] = Encoding.UTF8.GetBytes("0123456789abcdef0123\n"),
        ["short"] = Encoding.UTF8.GetBytes("secret"),
        ["newline"] = Encoding.UTF8.GetBytes("\n"),
        ["empty"] = [],
        ["noise"] = [1, 2, 3],
    };

    [Fact]
    public void Reads_everything_from_files()
    {
        CredentialSet set = Read("""
            {"presharedKeys": [{"name": "one", "file": "psk"}, {"identities": ["b.example.org", "10.0.0.1"], "file": "psk"}],
             "certificates": [{"name": "gateway", "file": "gateway.der", "privateKeyFile": "locked.key", "passphraseFile": "phrase"}],
             "trustAnchors": ["root.der"], "intermediates": ["intermediate.der"], "revocationLists": ["root.crl"], "revocation": "strict"}
            """).Value!.Credentials;

        Assert.Equal(["one", null], set.PresharedKeys.Select(key => key.Name));
        Assert.Equal("0123456789abcdef0123"u8, set.PresharedKeys[0].Secret.Span);
        Assert.Equal(2, set.PresharedKeys[1].Identities.Count);
        Assert.Equal([Gateway.Certificate, Intermediate.Certificate, Root.Certificate], [.. set.Certificates[0].Chain, Root.Certificate]);
        Assert.Equal([Root.Certificate], set.Store.Anchors);
        Assert.Equal(RevocationPolicy.Strict, set.Revocation);

        set.Dispose();

        Assert.Throws<ObjectDisposedException>(() => set.PresharedKeys[0].Secret.Span.Length);
    }

    [Theory]
    [InlineData("""{"presharedKeys": [{"name": "a"}]}""", "presharedKeys[0].file", "exactly one of them")]
    [InlineData("""{"presharedKeys": [{"secret": "0123456789abcdef", "file": "psk"}]}""", "presharedKeys[0].file", "exactly one of them")]
    [InlineData("""{"presharedKeys": [{"secret": 7}]}""", "presharedKeys[0].secret", "is not a string of 1 to 4096 bytes")]
    [InlineData("""{"presharedKeys": [{"file": "gone"}]}""", "presharedKeys[0].file", "is not there")]
    [InlineData("""{"presharedKeys": [{"file": "empty"}]}""", "presharedKeys[0].file", "names an empty file")]
    [InlineData("""{"presharedKeys": [{"file": "newline"}]}""", "presharedKeys[0].file", "nothing in it")]
    [InlineData("""{"presharedKeys": [{"file": 1}]}""", "presharedKeys[0].file", "is a number and no name of a file")]
    [InlineData("""{"presharedKeys": [{"file": "psk", "identities": ["a b"]}]}""", "presharedKeys[0].identities[0]", "is no identity")]
    [InlineData("""{"presharedKeys": [{"name": "a", "file": "psk"}, {"name": "a", "file": "psk"}]}""", "presharedKeys[1].name", "is taken")]
    [InlineData("""{"certificates": [{"file": "gateway.der"}]}""", "certificates[0].privateKeyFile", "is missing")]
    [InlineData("""{"certificates": [{"privateKeyFile": "gateway.key"}]}""", "certificates[0].file", "is missing")]
    [InlineData("""{"certificates": [{"file": "noise", "privateKeyFile": "gateway.key"}]}""", "certificates[0].file", "cannot be used")]
    [InlineData("""{"certificates": [{"file": "root.crl", "privateKeyFile": "gateway.key"}]}""", "certificates[0].file", "holds no certificate")]
    [InlineData("""{"certificates": [{"file": "gateway.der", "privateKeyFile": "noise"}]}""", "certificates[0].privateKeyFile",
        "holds no private key")]
    [InlineData("""{"certificates": [{"file": "gateway.der", "privateKeyFile": "other.key"}]}""", "certificates[0].privateKeyFile",
        "holds the key of another certificate")]
    [InlineData("""{"certificates": [{"file": "gateway.der", "privateKeyFile": "locked.key"}]}""", "certificates[0].privateKeyFile",
        "name the \"passphraseFile\"")]
    [InlineData("""{"certificates": [{"file": "gateway.der", "privateKeyFile": "locked.key", "passphraseFile": "wrong"}]}""",
        "certificates[0].privateKeyFile", "the passphrase does not open it")]
    [InlineData("""{"trustAnchors": ["noise"]}""", "trustAnchors[0]", "cannot be used")]
    [InlineData("""{"trustAnchors": "root.der"}""", "trustAnchors", "write an array")]
    [InlineData("""{"revocation": "always"}""", "revocation", "is none of \"ifAvailable\", \"strict\"")]
    [InlineData("""{"certificate": []}""", "certificate", "did you mean \"certificates\"?")]
    public void Says_what_is_wrong(string credentials, string field, string message)
    {
        ConfigurationError error = Assert.Single(Read(credentials).Errors);

        Assert.Equal($"credentials.{field}", error.Field);
        Assert.Equal(2, error.Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warns_of_secrets_that_are_not_secret()
    {
        _files.Open.Add("psk");
        _files.Open.Add("gateway.key");

        IReadOnlyList<ConfigurationError> warnings = Read("""
            {"presharedKeys": [{"file": "psk"}, {"secret": "0123456789abcdef"}, {"file": "short"}],
             "certificates": [{"file": "gateway.der", "privateKeyFile": "gateway.key"}]}
            """).Warnings;

        Assert.Equal(
            ["credentials.presharedKeys[0].file", "credentials.presharedKeys[1].secret", "credentials.presharedKeys[2].file",
             "credentials.certificates[0].privateKeyFile"],
            warnings.Select(warning => warning.Field));
        Assert.DoesNotContain(warnings, warning => warning.Message.Contains("0123", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_reads_relative_to_itself_and_looks_at_rights()
    {
        string folder = Directory.CreateTempSubdirectory("pipeline-test-").FullName;
        try
        {
            string path = Path.Combine(folder, "psk");
            File.WriteAllText(path, "secret");
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            var files = new CredentialFolder(folder);

            Assert.True(files.TryRead("psk", 6, out CredentialFile file, out _));
            Assert.Equal("secret"u8, file.Content);
            Assert.True(file.OthersCanRead);
            Assert.False(files.TryRead("psk", 5, out _, out string problem));
            Assert.Contains("longer than 5 bytes", problem, StringComparison.Ordinal);
            Assert.False(files.TryRead("gone", 5, out _, out problem));
            Assert.Contains("paths are relative to the configuration file", problem, StringComparison.Ordinal);
            Assert.False(files.TryRead(folder, 5, out _, out problem));
            Assert.Contains("cannot be read", problem, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ConfigurationResult<GatewayOptions> Read(string credentials) => GatewayOptionsReader.Read(
        "gateway.json", Encoding.UTF8.GetBytes($$"""
        {
        "credentials": {{credentials}}
        }
        """), _files);

    private static byte[] Lock(byte[] key, string passphrase)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(key, out _);
        return ecdsa.ExportEncryptedPkcs8PrivateKey(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, iterationCount: 1000));
    }
}
