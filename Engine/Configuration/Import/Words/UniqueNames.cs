using System.Globalization;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Names as our configuration takes them: 1 to 64 characters without a slash, none twice.</summary>
internal sealed class UniqueNames
{
    private const int Longest = 64;

    // Room for a number behind it.
    private const int LongestStem = 56;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The name itself where it can be had, else one like it.</summary>
    public string Take(string wanted)
    {
        // A slash parts a connection from its child where somebody names both.
        string name = string.Concat(wanted.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))).Replace('/', ' ').Trim();
        name = name.Length == 0 ? "unnamed" : name.Length <= Longest ? name : name[..Longest].TrimEnd();
        if (_taken.Add(name))
        {
            return name;
        }

        string stem = name.Length <= LongestStem ? name : name[..LongestStem].TrimEnd();
        int count = _counts.GetValueOrDefault(stem, 1);
        string numbered;
        do
        {
            count++;
            numbered = string.Create(CultureInfo.InvariantCulture, $"{stem} {count}");
        }
        while (!_taken.Add(numbered));

        _counts[stem] = count;
        return numbered;
    }

    /// <summary>A name for a file: what shells and editors have no trouble with.</summary>
    public static string ToFileName(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));
}
