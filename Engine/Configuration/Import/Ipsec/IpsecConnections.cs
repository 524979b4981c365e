using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>Sections <c>conn</c>, each a connection with one child.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
/// <param name="secrets">Where private keys are.</param>
internal sealed class IpsecConnections(ImportedGateway gateway, ImportReport report, IpsecSecrets secrets)
{
    // How long before its end an SA is replaced, when rekeymargin does not say.
    private const long DefaultMarginSeconds = 540;

    private static readonly (string Folder, string, string) Folders = (IpsecFolders.Authorities, IpsecFolders.Certificates, IpsecFolders.Keys);

    private readonly Proposals _proposals = new(gateway, report);
    private readonly Completion _completion = new(gateway, report);
    private readonly IpsecEnds _ends = new(gateway, report, secrets);
    private readonly PlainRules _rules = new(gateway);

    /// <summary>Reads one connection, and takes it into the result unless something in it cannot be said here.</summary>
    /// <param name="section">The section.</param>
    /// <param name="values">Its values, those that it takes over included.</param>
    public void Read(IpsecSection section, OrderedDictionary<string, IpsecValue> values)
    {
        var connection = new ImportedConnection(gateway.ConnectionNames.Take(section.Name), section.Line);
        var child = new ImportedChild(connection.Name);
        string type = values.GetValueOrDefault("type")?.Text ?? "tunnel";
        foreach ((string keyword, IpsecValue value) in values.Where(pair => !IpsecEnds.IsOurs(pair.Key)))
        {
            if (!ReadSwitch(connection, keyword, value) && !ReadProposals(connection, child, keyword, value))
            {
                ReadOther(connection, child, keyword, value);
            }
        }

        child.IsTransport = type == "transport";
        ReadLimits(values, connection, child);
        bool isPlain = type is "passthrough" or "pass" or "drop" or "reject";
        if (!_ends.Read(section, values, connection, child, isPlain))
        {
            return;
        }

        if (isPlain)
        {
            _rules.Add(section.Name, type is "passthrough" or "pass" ? "permit" : "block", child.LocalSelectors, child.RemoteSelectors);
            return;
        }

        connection.Children.Add(child);
        _completion.Add(connection, Folders);
    }

    private bool ReadSwitch(ImportedConnection connection, string keyword, IpsecValue value)
    {
        switch (keyword)
        {
            case "fragmentation" when value.Text is "yes" or "accept" or "force" or "no":
                connection.Switches["fragmentation"] = value.Text != "no";
                return true;
            case "forceencaps" or "encapsulation" when value.Text is "yes" or "no":
                connection.Switches["forceEncapsulation"] = value.Text == "yes";
                return true;
            case "initial_contact" when value.Text is "yes" or "no":
                connection.Switches["initialContact"] = value.Text == "yes";
                return true;
            case "keyexchange" when value.Text is "ikev1" or "ikev2":
                connection.IsVersion1 = value.Text == "ikev1";
                return true;
            case "ikev2" when value.Text is "no" or "never":
                connection.IsVersion1 = true;
                return true;
            case "ikev2" when value.Text is "insist" or "yes" or "propose":
                return true;
            case "keyexchange" when value.Text == "ike":
                report.LeaveOut(value.Line, "that keyexchange=ike takes IKEv1 too: a connection of ours has one version, and this one takes IKEv2");
                return true;
            default:
                return false;
        }
    }

    private bool ReadProposals(ImportedConnection connection, ImportedChild child, string keyword, IpsecValue value)
    {
        switch (keyword)
        {
            case "ike":
                connection.Proposals = _proposals.Ike(value.Text, value.Line);
                return true;
            case "esp" or "phase2alg":
                child.Proposals = child.IsAh ? child.Proposals : _proposals.Child(value.Text, isAh: false, value.Line);
                return true;
            case "ah":
                child.IsAh = true;
                child.Proposals = _proposals.Child(value.Text, isAh: true, value.Line);
                return true;
            default:
                return false;
        }
    }

    private void ReadOther(ImportedConnection connection, ImportedChild child, string keyword, IpsecValue value)
    {
        switch (keyword)
        {
            case "auto":
                connection.Initiate = value.Text switch { "start" or "up" => "start", "route" or "ondemand" => "onTraffic", _ => "never" };
                break;
            case "dpddelay" when Durations.Seconds(value.Text) is { } seconds && seconds <= 86_400:
                connection.Numbers["deadPeerDetectionSeconds"] = seconds;
                break;
            case "type" when value.Text is "tunnel" or "transport" or "passthrough" or "pass" or "drop" or "reject":
            case "ikelifetime" or "lifetime" or "keylife" or "salifetime" or "margintime" or "rekeymargin" or "rekey" or "lifebytes" or "lifepackets":
            case "compress" or "aggressive" or "mobike" or "pfs" when value.Text == "no":
            case "phase2" when value.Text == "esp":
                break;
            case "phase2" when value.Text == "ah" && child.Proposals.Count == 0:
                child.IsAh = true;
                break;
            case "replay_window" or "replay-window" when Durations.Count(value.Text) is { } window && window is >= 64 and <= 65_536 && long.IsPow2(window):
                child.Numbers["replayWindowPackets"] = window;
                break;
            default:
                report.LeaveOut(value.Line, $"{ImportReport.Quote(keyword)} of connection {ImportReport.Quote(connection.Name)}");
                break;
        }
    }

    /// <summary>Their lifetimes are hard limits, and keys are replaced a margin before.</summary>
    private void ReadLimits(OrderedDictionary<string, IpsecValue> values, ImportedConnection connection, ImportedChild child)
    {
        bool isRekeyed = values.GetValueOrDefault("rekey")?.Text != "no";
        long margin = Limit(values, Durations.Seconds, "rekeymargin", "margintime") ?? DefaultMarginSeconds;
        if (Limit(values, Durations.Seconds, "ikelifetime") is { } ike && ike > 0)
        {
            connection.Numbers["rekeyAfterSeconds"] = isRekeyed ? Math.Max(ike > margin ? ike - margin : ike * 9 / 10, 1) : 0;
        }

        if (!isRekeyed)
        {
            child.Numbers["rekeyAfterSeconds"] = 0;
            report.LeaveOut(values["rekey"].Line, "the end of SAs that rekey=no has: ours ends no SA that nothing replaces");
            return;
        }

        long? life = Limit(values, Durations.Seconds, "lifetime", "keylife", "salifetime");
        Durations.SetLimits(child.Numbers, ("rekeyAfterSeconds", "lifetimeSeconds"), life > margin ? life - margin : null, life);
        Durations.SetLimits(child.Numbers, ("rekeyAfterBytes", "lifetimeBytes"), null, Limit(values, Durations.Count, "lifebytes"));
        Durations.SetLimits(child.Numbers, ("rekeyAfterPackets", "lifetimePackets"), null, Limit(values, Durations.Count, "lifepackets"));
    }

    private long? Limit(OrderedDictionary<string, IpsecValue> values, Func<string, long?> parse, params ReadOnlySpan<string> keywords)
    {
        foreach (string keyword in keywords)
        {
            if (values.TryGetValue(keyword, out IpsecValue? value))
            {
                long? limit = parse(value.Text);
                if (limit is null)
                {
                    report.LeaveOut(value.Line, $"{keyword} {ImportReport.Quote(value.Text)}, which is no limit that ours takes");
                }

                return limit;
            }
        }

        return null;
    }
}
