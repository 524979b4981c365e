using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Configuration.Credentials;

namespace Pipeline.Engine.Configuration.Reload;

/// <summary>Compares credentials, and says by name what is different; never what a secret is.</summary>
internal static class CredentialComparison
{
    /// <summary>One sentence for each difference.</summary>
    public static IReadOnlyList<string> Compare(CredentialSet before, CredentialSet after)
    {
        var changes = new List<string>();
        changes.AddRange(Compare(
            "preshared key",
            before.PresharedKeys.Select(key => (LabelOf(key), key)),
            after.PresharedKeys.Select(key => (LabelOf(key), key)),
            (old, now) => old.Identities.SequenceEqual(now.Identities) && old.Secret.FixedTimeEquals(now.Secret.Span)));
        changes.AddRange(Compare(
            "certificate",
            before.Certificates.Select(certificate => (certificate.ToString(), certificate)),
            after.Certificates.Select(certificate => (certificate.ToString(), certificate)),
            (old, now) => old.Chain.SequenceEqual(now.Chain)));
        if (!before.Store.HasSameCertificates(after.Store))
        {
            changes.Add("trust anchors or intermediates changed");
        }

        if (!before.Store.HasSameRevocationLists(after.Store))
        {
            changes.Add("revocation lists changed");
        }

        if (before.Revocation != after.Revocation)
        {
            changes.Add($"revocation is {(after.Revocation == RevocationPolicy.Strict ? "strict" : "ifAvailable")} now");
        }

        return changes;
    }

    private static string LabelOf(PresharedKey key) => key.ToString() is { Length: > 0 } label ? label : "for every peer";

    private static IEnumerable<string> Compare<T>(
        string kind, IEnumerable<(string Label, T Item)> before, IEnumerable<(string Label, T Item)> after, Func<T, T, bool> areSame)
    {
        ILookup<string, T> old = before.ToLookup(pair => pair.Label, pair => pair.Item, StringComparer.Ordinal);
        ILookup<string, T> now = after.ToLookup(pair => pair.Label, pair => pair.Item, StringComparer.Ordinal);
        foreach (IGrouping<string, T> some in now)
        {
            T[] earlier = [.. old[some.Key]];
            if (earlier.Length == 0)
            {
                yield return $"{kind} {some.Key} added";
            }
            else if (earlier.Length != some.Count() || !earlier.Zip(some).All(pair => areSame(pair.First, pair.Second)))
            {
                yield return $"{kind} {some.Key} changed";
            }
        }

        foreach (IGrouping<string, T> some in old.Where(some => !now.Contains(some.Key)))
        {
            yield return $"{kind} {some.Key} removed";
        }
    }
}
