using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Windows.Blobs;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>Filter actions of a policy ([MS-GPIPSEC] section 2.2.1.4.1), each made once however many rules name it.</summary>
/// <param name="report">Where notes go.</param>
/// <param name="policy">The policy that gets them.</param>
internal sealed class WindowsActions(ImportReport report, ImportedPolicy policy)
{
    private readonly UniqueNames _names = Reserved();
    private readonly Dictionary<string, string> _actions = new(StringComparer.Ordinal);

    /// <summary>Reads a filter action.</summary>
    /// <returns>The word or name for the rule; null when it is none that is known.</returns>
    public string? Read(StoreObject negotiation, NegotiationBlob? offers)
    {
        string guid = negotiation["ipsecnegotiationpolicyaction"].Text.ToUpperInvariant();
        if (guid.StartsWith("{3F91A819", StringComparison.Ordinal))
        {
            return "block";
        }

        if (guid.StartsWith("{8A171DD2", StringComparison.Ordinal))
        {
            return "permit";
        }

        bool isPassThrough = guid.StartsWith("{3F91A81A", StringComparison.Ordinal);
        if (!isPassThrough && !guid.StartsWith("{8A171DD3", StringComparison.Ordinal))
        {
            return null;
        }

        if (!_actions.TryGetValue(negotiation.Leaf, out string? name))
        {
            name = _names.Take(negotiation.Name is { Length: > 0 } given ? given : "request security");
            _actions.Add(negotiation.Leaf, name);
            bool isClear = offers?.Offers.Any(offer => offer.IsClear) == true;
            policy.Actions.Add(new ImportedAction(name, isPassThrough, isClear));
            if (isClear)
            {
                report.Ask(negotiation.BlobLine, $"filter action {ImportReport.Quote(name)} has an offer of nothing, which is taken as: talk in the clear to hosts without IPsec; see whether you want that");
            }
        }

        return name;
    }

    private static UniqueNames Reserved()
    {
        var names = new UniqueNames();
        foreach (string word in (ReadOnlySpan<string>)["permit", "block", "negotiate"])
        {
            names.Take(word);
        }

        return names;
    }
}
