using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Reload;

/// <summary>Compares connections by what they say, secrets and certificates included.</summary>
/// <remarks>
/// Records compare themselves, but not the lists and proofs in them. Those are compared here, and everything else by making a copy that
/// has them in common: a property that is added later is then compared without a change here.
/// </remarks>
internal static class ConnectionComparison
{
    /// <summary>Compares two of one name.</summary>
    public static ConnectionChange Compare(ConnectionSettings before, ConnectionSettings after)
    {
        var what = new List<string>();
        if (before.Options.Version != after.Options.Version)
        {
            what.Add("version");
        }

        if ((before.LocalAddress, before.RemoteAddress) != (after.LocalAddress, after.RemoteAddress))
        {
            what.Add("addresses");
        }

        if ((before.Options.LocalIdentity, before.Options.RemoteIdentity) != (after.Options.LocalIdentity, after.Options.RemoteIdentity))
        {
            what.Add("identities");
        }

        if (!HaveSameProofs(before.Options, after.Options))
        {
            what.Add("authentication");
        }

        if (!before.Options.Proposals.SequenceEqual(after.Options.Proposals))
        {
            what.Add("ikeProposals");
        }

        if (!HaveSameChildren(before.Options.Children, after.Options.Children))
        {
            what.Add("children");
        }

        if (!HaveSameRest(before, after))
        {
            what.Add("options");
        }

        return new ConnectionChange(after.Name, what);
    }

    private static bool HaveSameProofs(ConnectionOptions before, ConnectionOptions after) =>
        before.OwnProof.IsSameAs(after.OwnProof)
        && before.PeerProofs.Count == after.PeerProofs.Count
        && before.PeerProofs.Zip(after.PeerProofs).All(pair => pair.First.IsSameAs(pair.Second));

    /// <summary>The names of rules are for explanations: a rule that is renamed ends no tunnel.</summary>
    private static bool HaveSameChildren(IReadOnlyList<ChildOptions> before, IReadOnlyList<ChildOptions> after) =>
        before.Count == after.Count && before.Zip(after).All(pair =>
            pair.First.Proposals.SequenceEqual(pair.Second.Proposals)
            && pair.First with { Proposals = pair.Second.Proposals, Rules = pair.Second.Rules } == pair.Second);

    private static bool HaveSameRest(ConnectionSettings before, ConnectionSettings after)
    {
        ConnectionOptions options = before.Options with
        {
            Version = after.Options.Version,
            LocalIdentity = after.Options.LocalIdentity,
            RemoteIdentity = after.Options.RemoteIdentity,
            OwnProof = after.Options.OwnProof,
            PeerProofs = after.Options.PeerProofs,
            Proposals = after.Options.Proposals,
            Children = after.Options.Children,
        };
        return before with { Options = options, LocalAddress = after.LocalAddress, RemoteAddress = after.RemoteAddress } == after;
    }
}
