namespace Pipeline.Engine;

/// <summary>Finds what somebody probably meant to write.</summary>
internal static class NearestName
{
    private const int MaximumLength = 64;
    private const int MinimumPrefixLength = 4;

    /// <summary>The candidate that is fewest edits away, when that is few enough to be a slip; else null.</summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        if (written.Length > MaximumLength)
        {
            return null;
        }

        // The beginning of a name is a likelier slip than any count of edits tells: "replayWindow".
        string? nearest = written.Length < MinimumPrefixLength
            ? null
            : candidates.FirstOrDefault(candidate => candidate.StartsWith(written, StringComparison.OrdinalIgnoreCase));
        if (nearest is not null)
        {
            return nearest;
        }

        int fewest = Math.Max(2, written.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int edits = Edits(written, candidate);
            if (edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>The end of a message: <c>; did you mean "spi"?</c>, or which names there are.</summary>
    public static string Suggest(string written, IReadOnlyCollection<string> candidates) =>
        Find(written, candidates) is { } nearest
            ? $"; did you mean \"{nearest}\"?"
            : $"; known are {string.Join(", ", candidates)}";

    // Levenshtein distance, case ignored, one row at a time.
    private static int Edits(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
