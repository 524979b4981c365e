using System.Globalization;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Times and counts as strongSwan writes them, and the two limits of an SA that ours are made of.</summary>
internal static class Durations
{
    // Between soft and hard limit a rekey must have time to end: a tenth, and so many seconds at least.
    private const long LeastSeconds = 10;

    /// <summary>Seconds: <c>90</c>, <c>90s</c>, <c>30m</c>, <c>4h</c>, <c>1d</c>; null when it is none, or more than 31 bits hold.</summary>
    public static long? Seconds(string text)
    {
        long unit = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        string digits = unit == 0 ? text : text[..^1].TrimEnd();
        long? seconds = Count(digits) * (unit == 0 ? 1 : unit);
        return seconds <= int.MaxValue ? seconds : null;
    }

    /// <summary>A count, such as of bytes or packets: <c>1000</c>; null when it is none, or more than 40 bits hold twice.</summary>
    public static long? Count(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count <= 1L << 41 ? count : null;

    /// <summary>Writes a soft limit and a hard one so that the gateway takes them.</summary>
    /// <param name="numbers">Where to.</param>
    /// <param name="names">What our configuration calls them.</param>
    /// <param name="soft">When keys are replaced; 0 never; null when the file does not say.</param>
    /// <param name="hard">When the SA ends; 0 never; null when the file does not say.</param>
    /// <returns>False when the hard limit cannot stand: nothing would replace the SA in time.</returns>
    public static bool SetLimits(OrderedDictionary<string, long> numbers, (string Soft, string Hard) names, long? soft, long? hard)
    {
        bool isTime = names.Soft.EndsWith("Seconds", StringComparison.Ordinal);
        if (hard is null or 0)
        {
            if (soft is { } only)
            {
                numbers[names.Soft] = only;
            }

            return true;
        }

        if (soft == 0)
        {
            numbers[names.Soft] = 0;
            return false;
        }

        long margin = Math.Max(hard.Value / 10, isTime ? LeastSeconds : 1);
        long latest = Math.Max(hard.Value - margin, 1);
        numbers[names.Soft] = soft is { } written && written <= hard ? written : latest;
        numbers[names.Hard] = hard.Value;
        return true;
    }
}
