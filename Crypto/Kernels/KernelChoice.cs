namespace Pipeline.Crypto.Kernels;

/// <summary>The kernels that every transform of the process runs: the best of this machine, or what <see cref="Switch"/> says.</summary>
/// <remarks>Chosen once, at first use. The switch is for tests, comparisons and bug reports.</remarks>
public static class KernelChoice
{
    /// <summary>The environment variable that forces a set of kernels by name.</summary>
    public const string Switch = "PIPELINE_KERNEL";

    private static readonly Lazy<(KernelSet? Set, string Error)> Choice =
        new(() => Choose(Environment.GetEnvironmentVariable(Switch), KernelSets.All));

    /// <summary>The name of the set in use: <c>ipsec-mb</c>, <c>avx512</c>, <c>avx2</c>, <c>arm64</c>, <c>portable</c>.</summary>
    /// <exception cref="InvalidOperationException">The switch asks for what this machine does not have.</exception>
    public static string Name => Chosen.Name;

    /// <summary>The set in use.</summary>
    /// <exception cref="InvalidOperationException">The switch asks for what this machine does not have.</exception>
    internal static KernelSet Chosen => Choice.Value.Set ?? throw new InvalidOperationException(Choice.Value.Error);

    /// <summary>Tells whether the switch, if it is set, can be followed; to be asked at start.</summary>
    /// <param name="error">Otherwise one sentence for the person who set it.</param>
    public static bool TryChoose(out string error)
    {
        error = Choice.Value.Error;
        return Choice.Value.Set is not null;
    }

    /// <summary>Chooses among sets.</summary>
    /// <param name="forced">The name of a set; null or empty for the first that is supported.</param>
    /// <param name="all">Sets, best first; the last is always supported.</param>
    /// <returns>The set, or null and one sentence.</returns>
    internal static (KernelSet? Set, string Error) Choose(string? forced, IReadOnlyList<KernelSet> all)
    {
        if (string.IsNullOrEmpty(forced))
        {
            return (all.First(set => set.IsSupported), string.Empty);
        }

        string usable = string.Join(", ", all.Where(set => set.IsSupported).Select(set => set.Name));
        KernelSet? named = all.FirstOrDefault(set => string.Equals(set.Name, forced, StringComparison.OrdinalIgnoreCase));
        return named switch
        {
            null => (null, $"{Switch} is \"{forced}\", which is no set of kernels; this machine has {usable}."),
            { IsSupported: false } => (null, $"{Switch} is \"{forced}\", which this machine lacks; it has {usable}."),
            _ => (named, string.Empty),
        };
    }
}
