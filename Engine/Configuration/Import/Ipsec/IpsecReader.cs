using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>ipsec.conf, with ipsec.secrets beside it, to a configuration of ours. Left is our side, as strongSwan has it.</summary>
internal static class IpsecReader
{
    private const string SecretsFile = "ipsec.secrets";

    // What may stand in "config setup" and has no meaning here.
    private static readonly string[] SilentSettings = ["charondebug", "plutodebug", "protostack", "logfile", "nat_traversal", "dumpdir", "charonstart", "plutostart"];

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="report">Where notes go.</param>
    /// <param name="beside">The bytes of a file beside it, null when there is none; null not to look.</param>
    /// <returns>What it says; of no use when errors were noted.</returns>
    public static ImportedGateway Read(ReadOnlyMemory<char> text, ImportReport report, Func<string, byte[]?>? beside)
    {
        var gateway = new ImportedGateway();
        List<IpsecSection> sections = IpsecFileReader.Read(text, report);
        if (report.HasErrors)
        {
            return gateway;
        }

        ImportReport besideReport = report.Beside(SecretsFile);
        var secrets = new IpsecSecrets(gateway, besideReport);
        ReadSecrets(secrets, besideReport, beside);
        foreach (IpsecSection section in sections.Where(section => section.Kind != "conn" && section.Name != "%default"))
        {
            ReadOther(section, gateway, report);
        }

        var inheritance = new IpsecInheritance(sections, report);
        var connections = new IpsecConnections(gateway, report, secrets);
        foreach (IpsecSection section in sections.Where(section => section.Kind == "conn" && section.Name != "%default"))
        {
            OrderedDictionary<string, IpsecValue> values = inheritance.Resolve(section);
            bool isIgnored = !values.TryGetValue("auto", out IpsecValue? auto) || auto.Text == "ignore";
            if (!isIgnored)
            {
                connections.Read(section, values);
            }
            else if (!inheritance.IsTemplate(section))
            {
                report.LeaveOut(auto?.Line ?? section.Line, $"connection {ImportReport.Quote(section.Name)}, which is not loaded: auto is \"ignore\" or not there");
            }
        }

        return gateway;
    }

    private static void ReadSecrets(IpsecSecrets secrets, ImportReport report, Func<string, byte[]?>? beside)
    {
        if (beside?.Invoke(SecretsFile) is { } bytes && ImportText.TryRead(bytes, report, out ImportText? text))
        {
            using (text)
            {
                secrets.Read(text.Characters);
            }

            Array.Clear(bytes);
        }
    }

    private static void ReadOther(IpsecSection section, ImportedGateway gateway, ImportReport report)
    {
        foreach ((string keyword, IpsecValue value) in section.Values)
        {
            if (section.Kind == "ca" && keyword == "cacert")
            {
                gateway.Trust(IpsecFolders.Path(IpsecFolders.Authorities, value.Text));
            }
            else if (keyword == "strictcrlpolicy" && value.Text == "yes")
            {
                gateway.IsStrict = true;
            }
            else if (keyword != "auto" && !SilentSettings.Contains(keyword))
            {
                report.LeaveOut(value.Line, $"{ImportReport.Quote(keyword)} of {section.Kind} {ImportReport.Quote(section.Name)}");
            }
        }
    }
}
