using Pipeline.Engine.Configuration;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>The SAs of an SA file that one command works with, and the policy that their selectors make.</summary>
/// <remarks>
/// Protecting uses the outbound SAs. Unprotecting uses the inbound ones and, behind them, the outbound ones too: a capture
/// shows both directions of a tunnel, and the same keys open what was sent.
/// </remarks>
internal sealed class SaSelection : IDisposable
{
    private readonly IReadOnlyList<SaParameters> _all;

    private SaSelection(IReadOnlyList<SaParameters> all, SaDirection direction)
    {
        _all = all;
        IEnumerable<SaParameters> sas = all.Where(sa => sa.Direction == direction);
        Sas = [.. direction == SaDirection.Outbound ? sas : sas.Concat(all.Except(sas))];
    }

    /// <summary>The SAs, in the order of the file.</summary>
    public IReadOnlyList<SaParameters> Sas { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="direction">Which SAs are wanted.</param>
    /// <param name="allowLegacy">True to accept weak algorithms.</param>
    /// <exception cref="BadInputException">The file has errors, or no usable SA of the direction.</exception>
    public static SaSelection Read(string file, SaDirection direction, bool allowLegacy)
    {
        // Nothing travels, so no path limits the length unless the file says that one does.
        IReadOnlyList<SaParameters> sas = ConfigurationFile
            .Read(file, json => SaFileReader.Read(file, json, allowLegacy, pathMtu: IpPacket.MaximumLength))
            .Required();
        var selection = new SaSelection(sas, direction);
        string[] problems = [.. selection.Problems(file, direction)];
        if (problems.Length > 0)
        {
            selection.Dispose();
            throw new BadInputException(problems);
        }

        return selection;
    }

    /// <summary>Rules in the order of the file, one for each SA or bundle: its selectors, and without any everything.</summary>
    public SecurityPolicy ToPolicy()
    {
        IEnumerable<PolicyRule> rules = Sas.GroupBy(sa => sa.Bundle ?? sa.Name).Select(group => new PolicyRule
        {
            Name = group.Key,
            Filters = new FilterList(group.Key, FiltersOf(group)),
            Action = FilterAction.Negotiate,
            SaName = group.Key,
        });
        return new SecurityPolicy("selectors", [.. rules]);
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        foreach (SaParameters sa in _all)
        {
            sa.EraseKeys();
        }
    }

    private static Filter[] FiltersOf(IEnumerable<SaParameters> sas)
    {
        Filter[] filters = [.. sas.SelectMany(sa => sa.Selectors).Select(selector => new Filter(selector))];
        return filters.Length == 0 ? [new Filter(TrafficSelector.Any)] : filters;
    }

    private IEnumerable<string> Problems(string file, SaDirection direction)
    {
        if (Sas.Count == 0)
        {
            yield return direction == SaDirection.Outbound
                ? $"{file}: direction: has no outbound SA; write one with \"direction\": \"outbound\", or use pcap unprotect"
                : $"{file}: direction: has no SA; write one with \"direction\": \"inbound\"";
        }

        foreach (var bundle in Sas.Where(sa => sa.Bundle is not null)
            .GroupBy(sa => (sa.Direction, sa.Bundle)).Where(group => group.Count() == 1))
        {
            string missing = bundle.First().Protocol == SaProtocol.Esp ? "AH" : "ESP";
            yield return $"{file}: bundle: {bundle.Key.Bundle} has no {missing} SA in this direction; add it, or remove \"bundle\"";
        }
    }
}
