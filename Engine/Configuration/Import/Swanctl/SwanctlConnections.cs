using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>Sections of <c>connections</c>.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
/// <param name="secrets">Where private keys are.</param>
internal sealed class SwanctlConnections(ImportedGateway gateway, ImportReport report, SwanctlSecrets secrets)
{
    private const int MostDeadPeerSeconds = 86_400;

    private readonly Proposals _proposals = new(gateway, report);
    private readonly SwanctlEnds _ends = new(gateway, report, secrets);
    private readonly SwanctlChildren _children = new(gateway, report);
    private readonly Completion _completion = new(gateway, report);

    /// <summary>Reads one connection, and takes it into the result unless something in it cannot be said here.</summary>
    public void Read(SettingsSection section)
    {
        var connection = new ImportedConnection(gateway.ConnectionNames.Take(section.Name), section.Line);
        foreach ((string name, SettingsValue value) in section.Values)
        {
            if (!ReadAddress(connection, name, value) && !ReadLimit(connection, name, value) && !ReadSwitch(connection, name, value))
            {
                ReadOther(connection, name, value);
            }
        }

        if (!_ends.Read(section, connection))
        {
            return;
        }

        foreach (SettingsSection other in section.Sections.Values.Where(other => other.Name != "children" && !SwanctlEnds.IsEnd(other.Name)))
        {
            report.LeaveOut(other.Line, $"section {ImportReport.Quote(other.Name)} of connection {ImportReport.Quote(section.Name)}");
        }

        bool isPolicyOnly = _children.ReadAll(section, connection);
        if (!isPolicyOnly)
        {
            _completion.Add(connection, (SwanctlFolders.Authorities, SwanctlFolders.Certificates, SwanctlFolders.Keys));
        }
    }

    private bool ReadAddress(ImportedConnection connection, string name, SettingsValue value)
    {
        if (name is not ("local_addrs" or "remote_addrs"))
        {
            return false;
        }

        string? address = null;
        foreach (string written in value.List.Where(written => !Addresses.IsAny(written)))
        {
            string? host = Addresses.Host(written);
            if (host is null || address is not null)
            {
                report.LeaveOut(value.Line, $"{name} {ImportReport.Quote(written)}: ours takes one address, no name and no network");
            }

            address ??= host;
        }

        connection.LocalAddress = name == "local_addrs" ? address : connection.LocalAddress;
        connection.RemoteAddress = name == "remote_addrs" ? address : connection.RemoteAddress;
        return true;
    }

    private bool ReadLimit(ImportedConnection connection, string name, SettingsValue value)
    {
        string? ours = name switch
        {
            "rekey_time" => "rekeyAfterSeconds",
            "reauth_time" => "reauthenticateAfterSeconds",
            "dpd_delay" => "deadPeerDetectionSeconds",
            _ => null,
        };
        if (ours is null)
        {
            return false;
        }

        if (Durations.Seconds(value.Text) is { } seconds && (name != "dpd_delay" || seconds <= MostDeadPeerSeconds))
        {
            connection.Numbers[ours] = seconds;
        }
        else
        {
            report.LeaveOut(value.Line, $"{name} {ImportReport.Quote(value.Text)}, which is no time that ours takes");
        }

        return true;
    }

    private bool ReadSwitch(ImportedConnection connection, string name, SettingsValue value)
    {
        (string Ours, bool? IsOn)? switched = name switch
        {
            "encap" => ("forceEncapsulation", value.Switch),
            "fragmentation" => ("fragmentation", value.Text switch { "accept" or "force" => true, _ => value.Switch }),
            "childless" => ("childless", value.Text switch { "allow" or "prefer" or "force" => true, "never" => false, _ => null }),
            _ => null,
        };
        if (switched is not { } found)
        {
            return false;
        }

        if (found.IsOn is { } isOn)
        {
            connection.Switches[found.Ours] = isOn;
        }
        else
        {
            report.LeaveOut(value.Line, $"{name} {ImportReport.Quote(value.Text)}");
        }

        return true;
    }

    private void ReadOther(ImportedConnection connection, string name, SettingsValue value)
    {
        switch (name)
        {
            case "version" when value.Text is "1" or "2":
                connection.IsVersion1 = value.Text == "1";
                break;
            case "version":
                report.LeaveOut(value.Line, $"version {ImportReport.Quote(value.Text)}: a connection of ours has one version, and this one takes IKEv2");
                break;
            case "proposals":
                connection.Proposals = _proposals.Ike(value.Text, value.Line);
                break;
            case "local_port" or "remote_port" when value.Text is "500" or "0":
            case "aggressive" when value.Switch == false:
            case "mobike" when value.Switch == false:
                break;
            case "unique" or "send_certreq" or "send_cert" or "keyingtries" or "over_time" or "rand_time":
                report.LeaveOut(value.Line, $"{name} of connection {ImportReport.Quote(connection.Name)}; ours does as is usual");
                break;
            default:
                report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} of connection {ImportReport.Quote(connection.Name)}");
                break;
        }
    }
}
