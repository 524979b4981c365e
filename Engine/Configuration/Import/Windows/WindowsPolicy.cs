using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Windows.Blobs;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>One ipsecPolicy with its rules.</summary>
/// <param name="store">All objects.</param>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
/// <param name="policy">What is made of it.</param>
internal sealed class WindowsPolicy(PolicyStore store, ImportedGateway gateway, ImportReport report, ImportedPolicy policy)
{
    private const string DefaultResponse = "{62f49e13";

    private readonly UniqueNames _ruleNames = new();
    private readonly WindowsFilters _filters = new(report, policy);
    private readonly WindowsActions _actions = new(report, policy);
    private readonly WindowsConnections _connections = new(gateway, report);

    /// <summary>Reads the policy.</summary>
    public void Read(StoreObject source)
    {
        IsakmpBlob? mainMode = ReadMainMode(source);
        foreach (StoreObject nfa in store.Related(source, "ipsecnfareference", "ipsecnfa"))
        {
            ReadRule(nfa, mainMode);
        }
    }

    private IsakmpBlob? ReadMainMode(StoreObject source)
    {
        List<StoreObject> objects = store.Related(source, "ipsecisakmpreference", "ipsecisakmppolicy");
        IsakmpBlob? mainMode = objects.Count > 0 ? IsakmpBlob.Read(objects[0].Blob) : null;
        int line = objects.Count > 0 ? objects[0].BlobLine : source.Line;
        if (mainMode is null)
        {
            report.LeaveOut(line, $"main mode of policy {ImportReport.Quote(policy.Name)}: its ipsecISAKMPPolicy is not there, or not as it should be; our proposals are taken");
            return null;
        }

        if (mainMode.Options != 0)
        {
            report.LeaveOut(line, "options of main mode about certificates (mapping to accounts, no certificate requests)");
        }

        if (mainMode.QuickModeLimit != 0)
        {
            report.LeaveOut(line, $"that a main mode has at most {ImportReport.Number(mainMode.QuickModeLimit)} quick modes");
        }

        return mainMode;
    }

    private void ReadRule(StoreObject nfa, IsakmpBlob? mainMode)
    {
        List<StoreObject> negotiations = store.Related(nfa, "ipsecnegotiationpolicyreference", "ipsecnegotiationpolicy");
        StoreObject? negotiation = negotiations.Count > 0 ? negotiations[0] : null;
        NfaBlob? blob = NfaBlob.Read(nfa.Blob);
        string? why = blob is null ? "its ipsecData is not as it should be"
            : negotiation is null ? "its filter action is not there"
            : negotiation["ipsecnegotiationpolicytype"].Text.StartsWith(DefaultResponse, StringComparison.OrdinalIgnoreCase)
                ? "it is the default response; a connection with \"remoteAddress\": \"any\" answers everybody"
            : !blob.IsActive ? "it is switched off" : null;
        string? list = why is null ? _filters.Read(store.Related(nfa, "ipsecfilterreference", "ipsecfilter")) : null;
        why ??= list is null ? "it has no filter that could be carried over" : null;
        string name = nfa.Name.Length > 0 ? nfa.Name : list ?? nfa.Leaf;
        if (why is not null)
        {
            report.LeaveOut(nfa.BlobLine, $"rule {ImportReport.Quote(name)}: {why}");
            return;
        }

        Add(nfa, _ruleNames.Take(name), negotiation!, blob!, list!, mainMode);
    }

    private void Add(StoreObject nfa, string name, StoreObject negotiation, NfaBlob blob, string list, IsakmpBlob? mainMode)
    {
        if (blob.InterfaceType != NfaBlob.AllInterfaces)
        {
            report.LeaveOut(nfa.BlobLine, $"that rule {ImportReport.Quote(name)} is for some interfaces only: it holds for all");
        }

        NegotiationBlob? offers = NegotiationBlob.Read(negotiation.Blob);
        string? action = _actions.Read(negotiation, offers);
        if (action is null)
        {
            report.LeaveOut(negotiation.Line, $"rule {ImportReport.Quote(name)}: its filter action is none that is known");
            return;
        }

        string? connection = null;
        if (action is not ("permit" or "block"))
        {
            if (offers is null)
            {
                report.LeaveOut(negotiation.BlobLine, $"offers of rule {ImportReport.Quote(name)}, whose ipsecData is not as it should be; our proposals are taken");
            }

            connection = _connections.Add(nfa, new RuleParts(name, blob, offers, mainMode, policy.FilterLists[list]), negotiation.BlobLine);
        }

        policy.Rules.Add(new ImportedRule(name, action) { FilterList = list, Connection = connection });
    }
}
