using Pipeline.Engine.Configuration.Import.Result;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Which preshared key a connection has, when the file does not say it but lists who has which.</summary>
internal static class KeyChoice
{
    /// <summary>The key that fits best: one for the peer before one for everybody before one for us alone.</summary>
    /// <param name="keys">All keys, in the order of the file.</param>
    /// <param name="local">Names and addresses of ours.</param>
    /// <param name="remote">Names and addresses of the peer.</param>
    /// <returns>Null when none is for them.</returns>
    public static ImportedKey? Find(IReadOnlyList<ImportedKey> keys, IReadOnlyList<string?> local, IReadOnlyList<string?> remote)
    {
        ImportedKey? best = null;
        int bestScore = 0;
        foreach (ImportedKey key in keys)
        {
            bool isForAll = key.Owners.Count == 0 || key.Owners.Any(Identities.IsAny);
            int score = (Names(key, remote) ? 4 : 0) + (isForAll ? 2 : 0) + (Names(key, local) ? 1 : 0);
            if (score > bestScore)
            {
                (best, bestScore) = (key, score);
            }
        }

        return best;
    }

    private static bool Names(ImportedKey key, IReadOnlyList<string?> names) =>
        key.Owners.Any(owner => names.Any(name => name is not null && Identities.AreSame(owner, name)));
}
