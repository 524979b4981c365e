namespace Pipeline.Engine.DataPath;

/// <summary>When paths look ahead in a batch, and how far; the same in both directions.</summary>
/// <remarks>
/// Distances are packets between the one whose turn it is and the one that is fetched for. Longer ones measured slower: a processor has
/// only so many misses under way.
/// </remarks>
internal static class LookAhead
{
    /// <summary>So many SAs stay in the processor's caches by themselves.</summary>
    public const int FewSas = 256;

    /// <summary>How far ahead an SA is fetched.</summary>
    public const int SaDistance = 12;

    /// <summary>How far ahead its key is fetched, and what else hangs on it: once the SA itself is there.</summary>
    public const int KeyDistance = 6;
}
