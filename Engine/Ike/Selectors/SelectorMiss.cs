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
    /// <summary>One sentence, and what to change: the same in log, status and explanation.</summary>
    /// <param name="connection">The name of the connection.</param>
    /// <param name="child">The name of the child whose selectors these are.</param>
    public string Explain(string connection, string child)
    {
        string place = $"child \"{child}\" of connection \"{connection}\"";
        if (!LocalFails && !RemoteFails)
        {
            return $"peer offers {Offered.Reversed}, which has no protocol in common with {Allowed}; compare the selectors of {place}";
        }

        var sides = new List<string>();
        if (LocalFails)
        {
            sides.Add(Compare("your", Offered.Local, Allowed.Local, $"localSelectors of {place}"));
        }

        if (RemoteFails)
        {
            sides.Add(Compare("its own", Offered.Remote, Allowed.Remote, $"remoteSelectors of {place}"));
        }

        return string.Join("; and ", sides);
    }

    /// <inheritdoc/>
    public override string ToString() => Explain("?", "?");

    private static string Compare(string whose, ValueList<TsSelector> offered, ValueList<TsSelector> allowed, string place) =>
        $"peer wants {SelectorText.Of(offered)} on {whose} side; you allow {SelectorText.Of(allowed)}; change {place}, or the peer's";
}
