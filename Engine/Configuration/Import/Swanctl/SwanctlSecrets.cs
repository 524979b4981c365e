using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>The section <c>secrets</c>: says which secret belongs where, and reads none.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
internal sealed class SwanctlSecrets(ImportedGateway gateway, ImportReport report)
{
    private static readonly string[] KeyKinds = ["private", "rsa", "ecdsa", "pkcs8"];

    private readonly List<(string File, string Passphrase)> _privateKeys = [];

    /// <summary>Reads the section.</summary>
    public void ReadAll(SettingsSection root)
    {
        if (!root.Sections.TryGetValue("secrets", out SettingsSection? secrets))
        {
            return;
        }

        foreach (SettingsSection secret in secrets.Sections.Values)
        {
            if (secret.Name.StartsWith("ike", StringComparison.Ordinal))
            {
                ReadPresharedKey(secret);
            }
            else if (Array.Exists(KeyKinds, kind => secret.Name.StartsWith(kind, StringComparison.Ordinal)))
            {
                ReadPrivateKey(secret);
            }
            else
            {
                report.LeaveOut(secret.Line, $"secret {ImportReport.Quote(secret.Name)}, whose kind ours does not use");
            }
        }
    }

    /// <summary>The file of the key of a certificate, and of its passphrase, as far as the section says it.</summary>
    public (string File, string? Passphrase)? KeyOf(string certificate)
    {
        string stem = Stem(certificate);
        int index = _privateKeys.FindIndex(key => Stem(key.File) == stem);
        return index < 0 ? (_privateKeys is [var only] ? only : null) : _privateKeys[index];
    }

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file);

    private void ReadPresharedKey(SettingsSection secret)
    {
        string[] owners = [.. secret.Values.Where(value => value.Key.StartsWith("id", StringComparison.Ordinal)).Select(value => value.Value.Text)];
        ImportedKey key = gateway.AddKey(secret.Name, owners);
        if (secret.Values.TryGetValue("secret", out SettingsValue? value))
        {
            report.Ask(value.Line, $"write the secret of {ImportReport.Quote(secret.Name)} into the file {key.File}{value.Form}; only its owner may read that");
        }
        else
        {
            report.Ask(secret.Line, $"{ImportReport.Quote(secret.Name)} has no secret; write one into the file {key.File}");
        }
    }

    private void ReadPrivateKey(SettingsSection secret)
    {
        if (!secret.Values.TryGetValue("file", out SettingsValue? file))
        {
            report.LeaveOut(secret.Line, $"secret {ImportReport.Quote(secret.Name)}, which names no file");
            return;
        }

        string passphrase = UniqueNames.ToFileName(secret.Name) + ".passphrase";
        _privateKeys.Add((SwanctlFolders.Path(SwanctlFolders.Keys, file.Text), passphrase));
        report.Ask(secret.Line, $"write the passphrase of {ImportReport.Quote(secret.Name)} into the file {passphrase}; only its owner may read that");
    }
}
