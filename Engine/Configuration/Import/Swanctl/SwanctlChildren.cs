using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>The section <c>children</c> of a connection.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
internal sealed class SwanctlChildren(ImportedGateway gateway, ImportReport report)
{
    private readonly Proposals _proposals = new(gateway, report);
    private readonly PlainRules _rules = new(gateway);

    /// <summary>Reads all children into their connection, and those that only permit or block into the policy.</summary>
    /// <returns>True when there was nothing but the latter, so that there is nothing to negotiate.</returns>
    public bool ReadAll(SettingsSection section, ImportedConnection connection)
    {
        if (!section.Sections.TryGetValue("children", out SettingsSection? children) || children.Sections.Count == 0)
        {
            return false;
        }

        var names = new UniqueNames();
        bool isPolicyOnly = true;
        foreach (SettingsSection child in children.Sections.Values)
        {
            string mode = child.Values.TryGetValue("mode", out SettingsValue? value) ? value.Text.ToLowerInvariant() : "tunnel";
            bool isPlain = mode is "pass" or "drop";
            isPolicyOnly &= isPlain;
            if (!TryReadSides(child, connection, mode == "transport", out IReadOnlyList<ImportedSelector> local, out IReadOnlyList<ImportedSelector> remote))
            {
                continue;
            }

            if (isPlain)
            {
                _rules.Add($"{section.Name}/{child.Name}", mode == "pass" ? "permit" : "block", local, remote);
            }
            else if (connection.Children.Count == ImportLimits.Children)
            {
                report.LeaveOut(child.Line, $"child {ImportReport.Quote(child.Name)}: a connection has at most {ImportLimits.Children}");
            }
            else
            {
                var made = new ImportedChild(names.Take(child.Name)) { LocalSelectors = local, RemoteSelectors = remote, IsTransport = mode is "transport" or "beet" };
                Read(child, made, connection, mode);
                connection.Children.Add(made);
            }
        }

        return isPolicyOnly;
    }

    private void Read(SettingsSection section, ImportedChild child, ImportedConnection connection, string mode)
    {
        if (mode is not ("tunnel" or "transport"))
        {
            report.LeaveOut(section.Values["mode"].Line, $"mode {ImportReport.Quote(mode)}: this child is in {(child.IsTransport ? "transport" : "tunnel")} mode");
        }

        child.IsAh = section.Values.ContainsKey("ah_proposals") && !section.Values.ContainsKey("esp_proposals");
        foreach ((string name, SettingsValue value) in section.Values)
        {
            switch (name)
            {
                case "local_ts" or "remote_ts" or "mode" or "rekey_time" or "life_time" or "rekey_bytes" or "life_bytes" or "rekey_packets" or "life_packets":
                    break;
                case "esp_proposals":
                    child.Proposals = _proposals.Child(value.Text, isAh: false, value.Line);
                    break;
                case "ah_proposals" when child.IsAh:
                    child.Proposals = _proposals.Child(value.Text, isAh: true, value.Line);
                    break;
                case "start_action":
                    ReadStart(value, connection);
                    break;
                case "replay_window" when Durations.Count(value.Text) is { } window && window is >= 64 and <= 65_536 && long.IsPow2(window):
                    child.Numbers["replayWindowPackets"] = window;
                    break;
                default:
                    report.LeaveOut(value.Line, $"{ImportReport.Quote(name)} of child {ImportReport.Quote(section.Name)}");
                    break;
            }
        }

        SetLimits(section, child, ("rekey_time", "life_time"), ("rekeyAfterSeconds", "lifetimeSeconds"), Durations.Seconds);
        SetLimits(section, child, ("rekey_bytes", "life_bytes"), ("rekeyAfterBytes", "lifetimeBytes"), Durations.Count);
        SetLimits(section, child, ("rekey_packets", "life_packets"), ("rekeyAfterPackets", "lifetimePackets"), Durations.Count);
    }

    private void ReadStart(SettingsValue value, ImportedConnection connection)
    {
        string action = value.Text.ToLowerInvariant();
        string initiate = action.Contains("start", StringComparison.Ordinal) ? "start" : action.Contains("trap", StringComparison.Ordinal) ? "onTraffic" : "never";
        if (initiate == "never" && action is not ("none" or ""))
        {
            report.LeaveOut(value.Line, $"start_action {ImportReport.Quote(value.Text)}");
        }

        // One word for the connection as a whole: of its children's, the one that does most.
        if (connection.Initiate != "start" && initiate != "never")
        {
            connection.Initiate = initiate;
        }
    }

    private void SetLimits(
        SettingsSection section, ImportedChild child, (string Soft, string Hard) theirs, (string Soft, string Hard) ours, Func<string, long?> parse)
    {
        long? soft = ReadLimit(section, theirs.Soft, parse);
        long? hard = ReadLimit(section, theirs.Hard, parse);
        if (!Durations.SetLimits(child.Numbers, ours, soft, hard))
        {
            report.LeaveOut(section.Values[theirs.Hard].Line, $"{theirs.Hard} where {theirs.Soft} is 0: ours ends no SA that nothing replaces");
        }
    }

    private long? ReadLimit(SettingsSection section, string name, Func<string, long?> parse)
    {
        if (!section.Values.TryGetValue(name, out SettingsValue? value))
        {
            return null;
        }

        long? limit = parse(value.Text);
        if (limit is null)
        {
            report.LeaveOut(value.Line, $"{name} {ImportReport.Quote(value.Text)}, which is no limit that ours takes");
        }

        return limit;
    }

    private bool TryReadSides(
        SettingsSection child, ImportedConnection connection, bool isTransport, out IReadOnlyList<ImportedSelector> local, out IReadOnlyList<ImportedSelector> remote)
    {
        (local, remote) = ([], []);
        bool isDynamic = IsDynamic(child, "local_ts") && IsDynamic(child, "remote_ts");
        if (isDynamic)
        {
            return true;
        }

        // In transport mode both are hosts, whoever they are; a tunnel to a host that is not known would be one to everybody.
        string? us = connection.LocalAddress ?? (isTransport ? "any" : null);
        string? them = connection.RemoteAddress ?? (isTransport ? "any" : null);
        return TryReadSide(child, "local_ts", us, out local) && TryReadSide(child, "remote_ts", them, out remote);
    }

    private static bool IsDynamic(SettingsSection child, string name) =>
        !child.Values.TryGetValue(name, out SettingsValue? value) || value.List is [] || value.List is [var only] && Selectors.IsDynamic(only);

    private bool TryReadSide(SettingsSection child, string name, string? host, out IReadOnlyList<ImportedSelector> side)
    {
        SettingsValue? value = child.Values.GetValueOrDefault(name);
        var selectors = new List<ImportedSelector>();
        side = selectors;
        string[] written = value?.List is { Length: > 0 } list ? list : ["dynamic"];
        foreach (string text in written)
        {
            bool isRead = Selectors.TryRead(text, host, out ImportedSelector selector, out string problem);
            if (!isRead || selectors.Count == ImportLimits.Selectors)
            {
                string why = isRead ? $"has more than {ImportLimits.Selectors} selectors on a side" : $"has {name} {ImportReport.Quote(text)}, which {problem}";
                report.LeaveOut(value?.Line ?? child.Line, $"child {ImportReport.Quote(child.Name)}, which {why}");
                return false;
            }

            selectors.Add(selector);
        }

        return true;
    }
}
