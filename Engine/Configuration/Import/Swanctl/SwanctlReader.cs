using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>swanctl.conf to a configuration of ours.</summary>
internal static class SwanctlReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="report">Where notes go.</param>
    /// <returns>What it says; of no use when errors were noted.</returns>
    public static ImportedGateway Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var gateway = new ImportedGateway();
        SettingsSection root = SettingsReader.Read(text, report);
        if (report.HasErrors)
        {
            return gateway;
        }

        foreach (SettingsSection section in root.Sections.Values.Where(section => section.Name is not ("connections" or "secrets" or "authorities")))
        {
            report.LeaveOut(section.Line, $"section {ImportReport.Quote(section.Name)}, which ours has nothing for");
        }

        foreach ((string name, SettingsValue value) in root.Values)
        {
            report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} outside of all sections");
        }

        // Keys and CAs first: connections choose among them.
        var secrets = new SwanctlSecrets(gateway, report);
        secrets.ReadAll(root);
        ReadAuthorities(root, gateway, report);
        if (root.Sections.TryGetValue("connections", out SettingsSection? connections))
        {
            var reader = new SwanctlConnections(gateway, report, secrets);
            foreach (SettingsSection connection in connections.Sections.Values)
            {
                reader.Read(connection);
            }
        }

        return gateway;
    }

    private static void ReadAuthorities(SettingsSection root, ImportedGateway gateway, ImportReport report)
    {
        if (!root.Sections.TryGetValue("authorities", out SettingsSection? authorities))
        {
            return;
        }

        foreach (SettingsSection authority in authorities.Sections.Values)
        {
            foreach ((string name, SettingsValue value) in authority.Values)
            {
                if (name is "cacert" or "file")
                {
                    gateway.Trust(SwanctlFolders.Path(SwanctlFolders.Authorities, value.Text));
                }
                else
                {
                    report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} of authority {ImportReport.Quote(authority.Name)}; revocation lists are files of credentials.revocationLists");
                }
            }
        }
    }
}
