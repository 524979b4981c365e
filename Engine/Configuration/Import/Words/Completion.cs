using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Makes a connection whole: what the gateway needs and the file leaves to the system becomes a place to fill in.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
internal sealed class Completion(ImportedGateway gateway, ImportReport report)
{
    // RFC 2606 §2: nobody has this name.
    private const string Placeholder = "local.invalid";

    /// <summary>Looks at a connection that was read, and takes it into the result.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="folder">Where its kind of configuration keeps files: certificates of CAs, certificates, keys.</param>
    public void Add(ImportedConnection connection, (string Authorities, string Certificates, string Keys) folder)
    {
        if (connection.IsVersion1 && Version1Words.ReasonAgainst(connection) is { } reason)
        {
            report.LeaveOut(connection.Line, $"connection {ImportReport.Quote(connection.Name)}: {reason}");
            return;
        }

        if (connection is { LocalAddress: { } local, RemoteAddress: { } remote } && Addresses.AreOfTwoFamilies(local, remote))
        {
            report.LeaveOut(connection.Line, $"the local address {local}, which is of another family than the peer's");
            connection.LocalAddress = null;
        }

        if (connection.RemoteAddress is null && connection.Initiate != "never")
        {
            report.LeaveOut(connection.Line, $"that connection {ImportReport.Quote(connection.Name)} begins by itself: it has no address of a peer to begin with");
            connection.Initiate = "never";
        }

        if (connection.Children.Count == 0)
        {
            connection.Switches["childless"] = true;
        }

        CompleteProofs(connection, folder);
        gateway.Connections.Add(connection);
    }

    private void CompleteProofs(ImportedConnection connection, (string Authorities, string Certificates, string Keys) folder)
    {
        if (connection is { LocalProof: ImportedProof.PresharedKey } or { RemoteProof: ImportedProof.PresharedKey })
        {
            connection.PresharedKey ??= FindKey(connection).Name;
        }

        if (connection.LocalProof == ImportedProof.Certificate)
        {
            connection.Certificate ??= PlaceCertificate(connection, folder.Certificates, folder.Keys);
        }
        else if (connection is { LocalIdentity: null, LocalAddress: null })
        {
            report.Ask(connection.Line, $"connection {ImportReport.Quote(connection.Name)} says neither our identity nor our address; write localIdentity, "
                + $"which is \"{Placeholder}\" now");
            connection.LocalIdentity = Placeholder;
        }

        if (connection.RemoteProof == ImportedProof.Certificate && gateway.TrustAnchors.Count == 0)
        {
            string file = folder.Authorities + "ca.pem";
            report.Ask(connection.Line, $"every CA in {folder.Authorities} is believed there; name those files in credentials.trustAnchors, in the place of {file}");
            gateway.Trust(file);
        }
    }

    private ImportedKey FindKey(ImportedConnection connection)
    {
        ImportedKey? key = KeyChoice.Find(
            gateway.Keys, [connection.LocalIdentity, connection.LocalAddress], [connection.RemoteIdentity, connection.RemoteAddress]);
        if (key is null)
        {
            key = gateway.AddKey(connection.Name, connection.RemoteIdentity is { } peer ? [peer] : []);
            report.Ask(connection.Line, $"no secret of the file is for connection {ImportReport.Quote(connection.Name)}; write it into the file {key.File}");
        }

        return key;
    }

    private string PlaceCertificate(ImportedConnection connection, string certificates, string keys)
    {
        if (gateway.Certificates is [var only])
        {
            return only.Name;
        }

        string name = gateway.CertificateNames.Take(connection.Name);
        string stem = UniqueNames.ToFileName(name);
        (string certificate, string key) = ($"{certificates}{stem}.pem", $"{keys}{stem}.key.pem");
        gateway.Certificates.Add(new ImportedCertificate(name, certificate, key, null));
        report.Ask(connection.Line, $"connection {ImportReport.Quote(connection.Name)} does not say which certificate is ours; put it into {certificate}, "
            + $"and its key into {key}");
        return name;
    }
}
