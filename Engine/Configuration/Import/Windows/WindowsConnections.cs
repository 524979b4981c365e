using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Windows.Blobs;
using Pipeline.Engine.Configuration.Import.Words;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>Connections for rules that negotiate: where Windows has a rule, ours has a rule, and a connection that it names.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
internal sealed class WindowsConnections(ImportedGateway gateway, ImportReport report)
{
    private const int KilobyteLength = 1024;

    private readonly Proposals _proposals = new(gateway, report);
    private readonly Completion _completion = new(gateway, report);
    private bool _hasSpokenOfPfs;

    /// <summary>Adds the connection of a rule.</summary>
    /// <param name="nfa">The rule's object.</param>
    /// <param name="rule">What it is made of.</param>
    /// <param name="offersLine">The line of its offers.</param>
    /// <returns>The connection's name; null when there is none, so that the rule protects what any connection can carry.</returns>
    public string? Add(StoreObject nfa, RuleParts rule, int offersLine)
    {
        var connection = new ImportedConnection(gateway.ConnectionNames.Take(rule.Name), nfa.BlobLine) { IsVersion1 = true, Initiate = "onTraffic" };
        ReadPeer(connection, rule);
        if (!TryReadProof(connection, rule, nfa.BlobLine))
        {
            return null;
        }

        if (rule.MainMode is { } mainMode)
        {
            connection.Proposals = _proposals.Ike(string.Join(',', mainMode.Proposals), nfa.BlobLine);
            connection.Numbers["rekeyAfterSeconds"] = Math.Min(mainMode.LifetimeSeconds, int.MaxValue);
        }

        AddChildren(connection, rule, offersLine);
        _completion.Add(connection, ("", "", ""));
        return connection.Name;
    }

    private void ReadPeer(ImportedConnection connection, RuleParts rule)
    {
        if (rule.Nfa.TunnelAddress is { } tunnel)
        {
            connection.RemoteAddress = Addresses.Host(tunnel);
            report.Ask(connection.Line, $"rule {ImportReport.Quote(rule.Name)} has a tunnel that ends at {tunnel}, which is taken as the peer; "
                + "where it is this machine, as in the rule for the way back, remove rule and connection");
        }
        else
        {
            string[] peers = [.. rule.Filters.Select(filter => filter.Destination.Addresses == "me" ? filter.Source : filter.Destination)
                .Select(end => end.Addresses).Distinct(StringComparer.Ordinal)];
            connection.RemoteAddress = peers is [var only] && IpAddress.TryParse(only, out _) ? Addresses.Host(only) : null;
        }

        connection.RemoteIdentity = connection.RemoteAddress;
    }

    private bool TryReadProof(ImportedConnection connection, RuleParts rule, int line)
    {
        AuthenticationMethod? method = rule.Nfa.Methods.FirstOrDefault(one => one.Type is AuthenticationMethod.PresharedKey or AuthenticationMethod.Certificate);
        foreach (AuthenticationMethod other in rule.Nfa.Methods.Where(other => other != method))
        {
            report.LeaveOut(line, $"authentication of rule {ImportReport.Quote(rule.Name)} by {Name(other)}{(method is null ? "; the rule stands without a connection, and blocks until one carries its traffic" : "")}");
        }

        if (method is null)
        {
            return false;
        }

        bool isKey = method.Type == AuthenticationMethod.PresharedKey;
        connection.LocalProof = connection.RemoteProof = isKey ? ImportedProof.PresharedKey : ImportedProof.Certificate;
        if (isKey)
        {
            ImportedKey key = gateway.AddKey(connection.Name, connection.RemoteAddress is { } peer ? [peer] : []);
            connection.PresharedKey = key.Name;
            report.Ask(line, $"write the preshared key of rule {ImportReport.Quote(rule.Name)} into the file {key.File}; only its owner may read that");
        }
        else
        {
            string file = UniqueNames.ToFileName(method.Authority is { Length: > 0 } authority ? authority[..Math.Min(authority.Length, 40)] : "ca") + ".pem";
            gateway.Trust(file);
            report.Ask(line, $"put the certificate of {ImportReport.Quote(method.Authority)}, the CA of rule {ImportReport.Quote(rule.Name)}, into the file {file}");
        }

        return true;
    }

    private static string Name(AuthenticationMethod method) => method.Type switch
    {
        AuthenticationMethod.PresharedKey => "a further preshared key",
        AuthenticationMethod.Certificate => $"certificates of {ImportReport.Quote(method.Authority)}",
        AuthenticationMethod.Kerberos => "Kerberos",
        _ => $"method {ImportReport.Number(method.Type)}",
    };

    private void AddChildren(ImportedConnection connection, RuleParts rule, int offersLine)
    {
        bool isTunnel = rule.Nfa.TunnelAddress is not null;
        var names = new UniqueNames();
        ImportedFilter[] filters = [.. rule.Filters.Where(filter => !isTunnel || (IsPlain(filter.Source) && IsPlain(filter.Destination)))];
        if (isTunnel && filters.Length < rule.Filters.Count)
        {
            report.LeaveOut(connection.Line, $"children for filters of rule {ImportReport.Quote(rule.Name)} with names in the place of addresses: a tunnel needs addresses");
        }

        if (!isTunnel)
        {
            connection.Children.Add(Make(names.Take("hosts"), rule, filters is [var only] && only.Source.Protocol is not null ? only : null, offersLine));
            return;
        }

        foreach (ImportedFilter filter in filters.Take(ImportLimits.Children))
        {
            connection.Children.Add(Make(names.Take("networks"), rule, filter, offersLine));
        }
    }

    private static bool IsPlain(ImportedSelector end) => end.Addresses == "any" || AddressRange.TryParse(end.Addresses, out _);

    private ImportedChild Make(string name, RuleParts rule, ImportedFilter? filter, int line)
    {
        var child = new ImportedChild(name) { IsTransport = rule.Nfa.TunnelAddress is null };
        if (filter is not null)
        {
            // From the machine's side: a filter towards it is turned around.
            (ImportedSelector local, ImportedSelector remote) = filter.Destination.Addresses == "me" ? (filter.Destination, filter.Source) : (filter.Source, filter.Destination);
            child.LocalSelectors = [IsPlain(local) ? local : local with { Addresses = "any" }];
            child.RemoteSelectors = [IsPlain(remote) ? remote : remote with { Addresses = "any" }];
        }

        ReadOffers(child, rule.Offers?.Offers ?? [], line);
        return child;
    }

    private void ReadOffers(ImportedChild child, IReadOnlyList<Offer> offers, int line)
    {
        Offer[] usable = [.. offers.Where(offer => !offer.IsClear && IsUsable(offer, line))];
        if (usable.Length == 0)
        {
            return;
        }

        // A child of ours has one protocol: that of the offer that is preferred.
        child.IsAh = usable[0].Esp is null;
        Offer[] alike = [.. usable.Where(offer => offer.Esp is null == child.IsAh)];
        if (alike.Length < usable.Length)
        {
            report.LeaveOut(line, $"offers of {(child.IsAh ? "ESP" : "AH")} behind those of {(child.IsAh ? "AH" : "ESP")}: a child has one protocol");
        }

        child.Proposals = _proposals.Child(string.Join(',', alike.Select(offer => offer.Esp ?? offer.Ah)), child.IsAh, line);
        Durations.SetLimits(child.Numbers, ("rekeyAfterSeconds", "lifetimeSeconds"), null, Math.Min(alike[0].Seconds, int.MaxValue));
        Durations.SetLimits(child.Numbers, ("rekeyAfterBytes", "lifetimeBytes"), null, (long)alike[0].Kilobytes * KilobyteLength);
        if (!_hasSpokenOfPfs)
        {
            _hasSpokenOfPfs = true;
            report.LeaveOut(line, "perfect forward secrecy of quick mode, for what its field means is not certain; add a group to proposals of children where the peer asks for it");
        }
    }

    private bool IsUsable(Offer offer, int line)
    {
        if (offer is { Ah: null, Esp: null })
        {
            report.LeaveOut(line, "an offer with algorithms that are not known");
            return false;
        }

        if (offer is { Ah: not null, Esp: not null })
        {
            bool hasIntegrity = offer.Esp.Contains('-', StringComparison.Ordinal);
            report.LeaveOut(line, hasIntegrity ? "AH around ESP in one offer: ESP alone is proposed" : "an offer of ESP without integrity inside AH");
            return hasIntegrity;
        }

        return true;
    }
}
