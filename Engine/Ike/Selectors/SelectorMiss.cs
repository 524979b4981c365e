using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>Why no traffic was agreed on.</summary>
/// <param name="Offered">What the peer offered.</param>
/// <param name="Allowed">What our policy has.</param>
/// <param name="LocalFails">True when nothing on our side is in both.</param>
/// <param name="RemoteFails">True when nothing on the peer's side is in both.</param>
public sealed record SelectorMiss(ChildSelectors Offered, ChildSelectors Allowed, bool LocalFails, bool RemoteFails)
{
    private const int MostShown = 128;

    /// <summary>One sentence: what the peer wants, and what we allow.</summary>
    public string Explain()
    {
        if (!LocalFails && !RemoteFails)
        {
            return $"peer offers {Offered.Reversed}, which has no protocol in common with {Allowed}; compare the selectors of both sides";
        }

        var sides = new List<string>();
        if (LocalFails)
        {
            sides.Add(Compare("your", Offered.Local, Allowed.Local));
        }

        if (RemoteFails)
        {
            sides.Add(Compare("its own", Offered.Remote, Allowed.Remote));
        }

        return $"{string.Join("; ", sides)}; allow it, or ask the peer for {Allowed.Reversed}";
    }

    /// <summary>The changes of configuration that allow what the peer wants; none for what no configuration can say.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="child">The child whose selectors these are.</param>
    public IReadOnlyList<ConfigurationChange> ChangesOf(ConnectionOptions connection, ChildOptions child)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(child);
        var changes = new List<ConfigurationChange>();
        if (LocalFails)
        {
            changes.AddRange(Change(connection, child, "localSelectors", Offered.Local, child.Selectors?.Local ?? Allowed.Local));
        }

        if (RemoteFails)
        {
            changes.AddRange(Change(connection, child, "remoteSelectors", Offered.Remote, child.Selectors?.Remote ?? Allowed.Remote));
        }

        return changes;
    }

    /// <inheritdoc/>
    public override string ToString() => Explain();

    /// <summary>The last that the peer offers is the widest: in front of it stands the packet that waits (RFC 7296 §2.9).</summary>
    private static IEnumerable<ConfigurationChange> Change(
        ConnectionOptions connection, ChildOptions child, string field, ValueList<TsSelector> offered, ValueList<TsSelector> allowed) =>
        offered.Where(selector => selector.IsAddressRange).TakeLast(1).Select(selector => ConfigurationChange.Add(
            connection,
            child,
            field,
            allowed.Where(own => own.IsAddressRange).Take(MostShown).Select(SelectorText.AsJson),
            SelectorText.AsJson(selector)));

    private static string Compare(string whose, ValueList<TsSelector> offered, ValueList<TsSelector> allowed) =>
        $"peer wants {SelectorText.Of(offered)} on {whose} side; you allow {SelectorText.Of(allowed)}";
}
