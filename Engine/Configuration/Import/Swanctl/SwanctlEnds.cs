using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>The sections <c>local</c> and <c>remote</c> of a connection: who the ends are, and how they prove it.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
/// <param name="secrets">Where private keys are.</param>
internal sealed class SwanctlEnds(ImportedGateway gateway, ImportReport report, SwanctlSecrets secrets)
{
    /// <summary>True for the name of a round of authentication.</summary>
    public static bool IsEnd(string section) => section.StartsWith("local", StringComparison.Ordinal) || section.StartsWith("remote", StringComparison.Ordinal);

    /// <summary>Reads both ends.</summary>
    /// <returns>False when the connection cannot be carried over: it would let in others than it does now. That is noted.</returns>
    public bool Read(SettingsSection section, ImportedConnection connection)
    {
        SettingsSection[] local = [.. section.Named("local")];
        SettingsSection[] remote = [.. section.Named("remote")];
        if (local.Length > 1 || remote.Length > 1)
        {
            report.LeaveOut(section.Line, $"connection {ImportReport.Quote(section.Name)}, which authenticates in several rounds");
            return false;
        }

        return (local is not [var ours] || ReadLocal(ours, connection)) && (remote is not [var theirs] || ReadRemote(theirs, connection));
    }

    private bool ReadLocal(SettingsSection end, ImportedConnection connection)
    {
        if (ReadProof(end) is not { } proof)
        {
            return false;
        }

        connection.LocalProof = proof;
        foreach ((string name, SettingsValue value) in end.Values)
        {
            switch (name)
            {
                case "auth":
                    break;
                case "id":
                    connection.LocalIdentity = ReadLocalIdentity(value);
                    break;
                case "certs" when proof == ImportedProof.Certificate:
                    ReadCertificates(value, connection);
                    break;
                default:
                    report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} of our end");
                    break;
            }
        }

        foreach (SettingsSection other in end.Sections.Values)
        {
            ReadInnerSection(other, connection, proof);
        }

        return true;
    }

    private bool ReadRemote(SettingsSection end, ImportedConnection connection)
    {
        if (ReadProof(end) is not { } proof)
        {
            return false;
        }

        connection.RemoteProof = proof;
        foreach ((string name, SettingsValue value) in end.Values)
        {
            switch (name)
            {
                case "auth":
                    break;
                case "id":
                    connection.RemoteIdentity = Identities.IsAny(value.Text) ? null : Identities.Translate(value.Text);
                    if (connection.RemoteIdentity is null && !Identities.IsAny(value.Text))
                    {
                        report.LeaveOut(value.Line, $"this connection: ours has nothing like the identity {ImportReport.Quote(value.Text)}, and without it, would let in others");
                        return false;
                    }

                    break;
                case "cacerts":
                    Array.ForEach(value.List, file => gateway.Trust(SwanctlFolders.Path(SwanctlFolders.Authorities, file)));
                    break;
                case "revocation" when value.Text == "strict":
                    gateway.IsStrict = true;
                    report.Ask(value.Line, "revocation is strict for all connections now: ours has one setting for them");
                    break;
                default:
                    report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} of the peer's end");
                    break;
            }
        }

        foreach (SettingsSection other in end.Sections.Values)
        {
            report.LeaveOut(other.Line, $"section {ImportReport.Quote(other.Name)} of the peer's end; name its file in credentials.trustAnchors");
        }

        return true;
    }

    private ImportedProof? ReadProof(SettingsSection end)
    {
        if (!end.Values.TryGetValue("auth", out SettingsValue? auth))
        {
            return ImportedProof.Certificate;
        }

        string method = auth.Text.Split('-')[0];
        switch (method)
        {
            case "psk":
                return ImportedProof.PresharedKey;
            case "pubkey" or "rsa" or "ecdsa" or "ed25519" or "ed448" or "ike" or "any":
                if (auth.Text != method)
                {
                    report.LeaveOut(auth.Line, $"what auth {ImportReport.Quote(auth.Text)} says of the kinds of signatures");
                }

                return ImportedProof.Certificate;
            default:
                report.LeaveOut(auth.Line, $"this connection: ours has no authentication {ImportReport.Quote(auth.Text)}");
                return null;
        }
    }

    private string? ReadLocalIdentity(SettingsValue value)
    {
        string? identity = Identities.IsAny(value.Text) ? null : Identities.Translate(value.Text);
        if (identity is null && !Identities.IsAny(value.Text))
        {
            report.LeaveOut(value.Line, $"our identity {ImportReport.Quote(value.Text)}, which ours has nothing like");
        }

        return identity;
    }

    private void ReadInnerSection(SettingsSection section, ImportedConnection connection, ImportedProof proof)
    {
        if (proof == ImportedProof.Certificate && section.Values.TryGetValue("file", out SettingsValue? file))
        {
            ReadCertificates(file, connection);
        }
        else
        {
            report.LeaveOut(section.Line, $"section {ImportReport.Quote(section.Name)} of our end");
        }
    }

    private void ReadCertificates(SettingsValue value, ImportedConnection connection)
    {
        foreach (string written in value.List)
        {
            if (connection.Certificate is not null)
            {
                report.LeaveOut(value.Line, $"certificate {ImportReport.Quote(written)}: a connection of ours has one");
                continue;
            }

            string file = SwanctlFolders.Path(SwanctlFolders.Certificates, written);
            connection.Certificate = gateway.Certificates.Find(known => known.File == file)?.Name ?? Add(file, value.Line);
        }
    }

    private string Add(string file, int line)
    {
        string name = gateway.CertificateNames.Take(Path.GetFileNameWithoutExtension(file));
        (string File, string? Passphrase) key = secrets.KeyOf(file) ?? (SwanctlFolders.Keys + Path.GetFileName(file), null);
        gateway.Certificates.Add(new ImportedCertificate(name, file, key.File, key.Passphrase));
        report.Ask(line, $"see that {key.File} is the key of {file}: swanctl finds keys by itself, ours are named");
        return name;
    }
}
