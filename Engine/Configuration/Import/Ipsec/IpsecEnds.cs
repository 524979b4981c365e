using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>What begins with <c>left</c>, our end, or with <c>right</c>, the peer's; and how they prove who they are.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
/// <param name="secrets">Where private keys are.</param>
internal sealed class IpsecEnds(ImportedGateway gateway, ImportReport report, IpsecSecrets secrets)
{
    private static readonly string[] Known =
    [
        "left", "right", "leftid", "rightid", "leftsubnet", "rightsubnet", "leftsubnets", "rightsubnets", "leftprotoport", "rightprotoport",
        "leftauth", "rightauth", "leftcert", "authby",
    ];

    // Firewall scripts, and what is as usual here.
    private static readonly string[] Silent = ["leftfirewall", "rightfirewall", "lefthostaccess", "leftsendcert", "leftnexthop", "rightnexthop"];

    /// <summary>True for a keyword that this class reads, or notes.</summary>
    public static bool IsOurs(string keyword) =>
        keyword == "authby" || keyword.StartsWith("left", StringComparison.Ordinal) || keyword.StartsWith("right", StringComparison.Ordinal);

    /// <summary>Reads both ends.</summary>
    /// <returns>False when the connection cannot be carried over: it would let in others than it does now. That is noted.</returns>
    public bool Read(
        IpsecSection section, OrderedDictionary<string, IpsecValue> values, ImportedConnection connection, ImportedChild child, bool isPlain)
    {
        foreach ((string keyword, IpsecValue value) in values.Where(pair => IsOurs(pair.Key) && !Known.Contains(pair.Key) && !Silent.Contains(pair.Key)))
        {
            report.LeaveOut(value.Line, $"{ImportReport.Quote(keyword)} of connection {ImportReport.Quote(section.Name)}");
        }

        connection.LocalAddress = ReadAddress(values.GetValueOrDefault("left"));
        connection.RemoteAddress = ReadAddress(values.GetValueOrDefault("right"));
        bool isRead = TryReadSelectors(section, values, connection, child, isPlain);
        return isRead && (isPlain || (TryReadProofs(values, connection) && TryReadIdentities(values, connection)));
    }

    private string? ReadAddress(IpsecValue? value)
    {
        string? address = null;
        foreach (string written in value?.List.Where(written => !Addresses.IsAny(written)) ?? [])
        {
            string? host = Addresses.Host(written);
            if (host is null || address is not null)
            {
                report.LeaveOut(value!.Line, $"address {ImportReport.Quote(written)}: ours takes one address, no name and no network");
            }

            address ??= host;
        }

        return address;
    }

    private bool TryReadProofs(OrderedDictionary<string, IpsecValue> values, ImportedConnection connection)
    {
        IpsecValue? both = values.GetValueOrDefault("authby");
        ImportedProof? local = ReadProof(values.GetValueOrDefault("leftauth") ?? both);
        ImportedProof? remote = ReadProof(values.GetValueOrDefault("rightauth") ?? both);
        if (local is not { } ours || remote is not { } theirs)
        {
            return false;
        }

        (connection.LocalProof, connection.RemoteProof) = (ours, theirs);
        if (ours == ImportedProof.Certificate && values.TryGetValue("leftcert", out IpsecValue? certificate))
        {
            connection.Certificate = FindCertificate(certificate);
        }

        return true;
    }

    private ImportedProof? ReadProof(IpsecValue? value)
    {
        string method = value?.Text.Split(['-', ','])[0].Trim().ToLowerInvariant() ?? "pubkey";
        switch (method)
        {
            case "secret" or "psk":
                return ImportedProof.PresharedKey;
            case "pubkey" or "rsasig" or "rsa" or "ecdsasig" or "ecdsa" or "rsa_sha2" or "rsa_sha1" or "ed25519" or "ed448":
                return ImportedProof.Certificate;
            default:
                report.LeaveOut(value!.Line, $"this connection: ours has no authentication {ImportReport.Quote(value.Text)}");
                return null;
        }
    }

    private string FindCertificate(IpsecValue value)
    {
        string file = IpsecFolders.Path(IpsecFolders.Certificates, value.Text);
        if (gateway.Certificates.Find(known => known.File == file) is { } found)
        {
            return found.Name;
        }

        string stem = Path.GetFileNameWithoutExtension(file);
        int index = secrets.PrivateKeys.FindIndex(key => Path.GetFileNameWithoutExtension(key.File) == stem);
        (string File, string? Passphrase) key = index >= 0 ? secrets.PrivateKeys[index]
            : secrets.PrivateKeys is [var only] ? only : (IpsecFolders.Keys + Path.GetFileName(file), null);
        string name = gateway.CertificateNames.Take(stem);
        gateway.Certificates.Add(new ImportedCertificate(name, file, key.File, key.Passphrase));
        report.Ask(value.Line, $"see that {key.File} is the key of {file}");
        return name;
    }

    private bool TryReadIdentities(OrderedDictionary<string, IpsecValue> values, ImportedConnection connection)
    {
        connection.LocalIdentity = Translate(values.GetValueOrDefault("leftid"), out IpsecValue? lost);
        if (lost is not null)
        {
            report.LeaveOut(lost.Line, $"our identity {ImportReport.Quote(lost.Text)}, which ours has nothing like");
        }

        // Without rightid, the peer has to be its address; only %any is everybody.
        connection.RemoteIdentity = values.TryGetValue("rightid", out IpsecValue? peer) ? Translate(peer, out lost) : connection.RemoteAddress;
        if (peer is not null && lost is not null && connection.RemoteIdentity is null)
        {
            report.LeaveOut(lost.Line, $"this connection: ours has nothing like the identity {ImportReport.Quote(lost.Text)}, and without it, would let in others");
            return false;
        }

        return true;
    }

    private static string? Translate(IpsecValue? value, out IpsecValue? lost)
    {
        lost = null;
        if (value is null || Identities.IsAny(value.Text))
        {
            return null;
        }

        string? identity = Identities.Translate(value.Text);
        lost = identity is null ? value : null;
        return identity;
    }

    private bool TryReadSelectors(
        IpsecSection section, OrderedDictionary<string, IpsecValue> values, ImportedConnection connection, ImportedChild child, bool isPlain)
    {
        bool isHostToHost = !values.ContainsKey("leftsubnet") && !values.ContainsKey("rightsubnet") && !values.ContainsKey("leftsubnets")
            && !values.ContainsKey("rightsubnets") && !values.ContainsKey("leftprotoport") && !values.ContainsKey("rightprotoport");
        if (isHostToHost && !isPlain)
        {
            return true;
        }

        string? anybody = child.IsTransport || isPlain ? "any" : null;
        if (!TryReadSide(section, values, "left", connection.LocalAddress ?? anybody, out List<ImportedSelector> local)
            || !TryReadSide(section, values, "right", connection.RemoteAddress ?? anybody, out List<ImportedSelector> remote))
        {
            return false;
        }

        (child.LocalSelectors, child.RemoteSelectors) = (local, remote);
        return true;
    }

    private bool TryReadSide(
        IpsecSection section, OrderedDictionary<string, IpsecValue> values, string end, string? host, out List<ImportedSelector> side)
    {
        side = [];
        IpsecValue? networks = values.GetValueOrDefault(end + "subnet") ?? values.GetValueOrDefault(end + "subnets");
        IpsecValue? traffic = values.GetValueOrDefault(end + "protoport");
        string[] written = networks?.Text.Trim('{', '}').Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? ["dynamic"];
        foreach (string network in written)
        {
            string text = traffic is null || network.Contains('[', StringComparison.Ordinal) ? network : $"{network}[{traffic.Text}]";
            string spelled = text.StartsWith("vhost", StringComparison.Ordinal) || text.StartsWith("%dynamic", StringComparison.Ordinal) ? "dynamic" : text;
            bool isRead = Selectors.TryRead(spelled, host, out ImportedSelector selector, out string problem);
            if (!isRead || side.Count == ImportLimits.Selectors)
            {
                int line = networks?.Line ?? traffic?.Line ?? section.Line;
                report.LeaveOut(line, $"connection {ImportReport.Quote(section.Name)}: its {end} side "
                    + (isRead ? $"has more than {ImportLimits.Selectors} selectors" : $"has {ImportReport.Quote(text)}, which {problem}"));
                return false;
            }

            side.Add(selector);
        }

        return true;
    }
}
