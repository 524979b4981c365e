namespace Pipeline.Engine.Configuration.Reload;

/// <summary>What a new configuration changes in a running gateway. Made and shown before anything is touched.</summary>
/// <remarks>Pure: compares two configurations that were read without errors, and holds no secret.</remarks>
public sealed record ConfigurationPlan
{
    /// <summary>Connections that are new.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>Connections that end and begin anew, each with what is different.</summary>
    public required IReadOnlyList<ConnectionChange> Changed { get; init; }

    /// <summary>Connections that end.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>Connections that keep their SAs and counters.</summary>
    public required IReadOnlyList<string> Unchanged { get; init; }

    /// <summary>True when the rules of the policy are others, derived ones included.</summary>
    public required bool RulesChange { get; init; }

    /// <summary>Credentials that come, go or change, one sentence each.</summary>
    public required IReadOnlyList<string> Credentials { get; init; }

    /// <summary>Sections of the file that differ and that a running gateway cannot change: with any of them nothing is applied.</summary>
    public required IReadOnlyList<string> NeedsRestart { get; init; }

    /// <summary>True when both configurations say the same.</summary>
    public bool IsEmpty => Added.Count + Changed.Count + Removed.Count + Credentials.Count + NeedsRestart.Count == 0 && !RulesChange;

    /// <summary>True when it can be applied without a restart.</summary>
    public bool IsApplicable => NeedsRestart.Count == 0;

    /// <summary>Compares.</summary>
    /// <param name="running">What the gateway runs.</param>
    /// <param name="wanted">What it shall run.</param>
    public static ConfigurationPlan Of(GatewayOptions running, GatewayOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        var before = running.Connections.ToDictionary(connection => connection.Name, StringComparer.Ordinal);
        var after = wanted.Connections.ToDictionary(connection => connection.Name, StringComparer.Ordinal);
        ConnectionChange[] kept =
        [
            .. wanted.Connections.Where(connection => before.ContainsKey(connection.Name))
                .Select(connection => ConnectionComparison.Compare(before[connection.Name], connection)),
        ];
        return new ConfigurationPlan
        {
            Added = [.. wanted.Connections.Select(connection => connection.Name).Where(name => !before.ContainsKey(name))],
            Changed = [.. kept.Where(change => change.What.Count > 0)],
            Removed = [.. running.Connections.Select(connection => connection.Name).Where(name => !after.ContainsKey(name))],
            Unchanged = [.. kept.Where(change => change.What.Count == 0).Select(change => change.Name)],
            RulesChange = !PolicyComparison.AreSame(running.Policy, wanted.Policy),
            Credentials = CredentialComparison.Compare(running.Credentials, wanted.Credentials),
            NeedsRestart = FixedOptions.Differences(running, wanted),
        };
    }

    /// <summary>The wanted configuration in which everything that stays is the very object that runs: only what is another object is touched.</summary>
    /// <param name="running">What the gateway runs.</param>
    /// <param name="wanted">What it shall run.</param>
    public GatewayOptions Merge(GatewayOptions running, GatewayOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        var unchanged = Unchanged.ToHashSet(StringComparer.Ordinal);
        var before = running.Connections.ToDictionary(connection => connection.Name, StringComparer.Ordinal);
        return wanted with
        {
            Connections = [.. wanted.Connections.Select(connection => unchanged.Contains(connection.Name) ? before[connection.Name] : connection)],
            Policy = RulesChange ? wanted.Policy : running.Policy,
            SecurityAssociations = running.SecurityAssociations,
        };
    }
}
