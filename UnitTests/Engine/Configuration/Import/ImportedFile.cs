using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Import;
using Pipeline.UnitTests.Crypto.Certificates;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Import;

/// <summary>Imports a text, and has the gateway's own reader look at what comes out.</summary>
internal static class ImportedFile
{
    private static readonly TestAuthority Own = TestAuthority.Root().EndEntity();

    /// <summary>Imports a text that must be right, and whose result must load.</summary>
    public static ImportResult Import(string text, ImportFormat? format = null, string? secrets = null)
    {
        ImportResult result = Read(text, format, secrets);
        Assert.Empty(result.Errors);
        Load(result.Json!);
        return result;
    }

    /// <summary>Imports a text.</summary>
    public static ImportResult Read(string text, ImportFormat? format = null, string? secrets = null) => ConfigurationImport.Read(
        "old.conf", Encoding.UTF8.GetBytes(text), format, name => name == "ipsec.secrets" && secrets is not null ? Encoding.UTF8.GetBytes(secrets) : null);

    /// <summary>Loads a configuration; files that it names are there, whatever their names.</summary>
    public static GatewayOptions Load(string json)
    {
        ConfigurationResult<GatewayOptions> result = ReadOptions(json);
        Assert.True(result.IsValid, string.Join('\n', result.Errors) + "\n" + json);
        return result.Value!;
    }

    /// <summary>Loads a configuration that may name others than the one certificate of these tests is made out to.</summary>
    public static void LoadWhoever(string json) =>
        Assert.DoesNotContain(ReadOptions(json).Errors, error => !error.Message.Contains("is not a name of certificate", StringComparison.Ordinal));

    private static ConfigurationResult<GatewayOptions> ReadOptions(string json) =>
        GatewayOptionsReader.Read("gateway.json", Encoding.UTF8.GetBytes(json), new AnyFiles());

    /// <summary>The notes, one a line, without the file's name.</summary>
    public static string Notes(this ImportResult result) =>
        string.Join('\n', result.Notes.Select(note => $"{note.Line}: {note.Message}")).ReplaceLineEndings("\n");

    private sealed class AnyFiles : ICredentialFiles
    {
        public bool TryRead(string path, int longest, out CredentialFile file, out string problem)
        {
            byte[] content = path switch
            {
                _ when path.EndsWith(".psk", StringComparison.Ordinal) => "0123456789abcdef0123456789abcdef"u8.ToArray(),
                _ when path.Contains("private", StringComparison.Ordinal) || path.Contains("key", StringComparison.Ordinal) => Own.PrivateKeyEncoded,
                _ when path.EndsWith(".passphrase", StringComparison.Ordinal) => "secret"u8.ToArray(),
                _ => Own.Encoded,
            };
            file = new CredentialFile([.. content], OthersCanRead: false);
            problem = "";
            return true;
        }
    }
}
