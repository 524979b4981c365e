using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.LoadTests.Kept;

/// <summary>Reads the processor's model out of Linux's /proc/cpuinfo.</summary>
internal static partial class ProcessorModel
{
    private const string Unknown = "unknown processor";
    private const int Zen3And4Family = 25;
    private const int Zen5Family = 26;

    /// <summary>The model's name; virtual machines shorten it, so AMD's generation is added from family and model.</summary>
    /// <param name="cpuInfo">The file's text.</param>
    public static string Read(string cpuInfo)
    {
        if (Field(cpuInfo, "model name") is not { } name)
        {
            return Unknown;
        }

        _ = int.TryParse(Field(cpuInfo, "cpu family"), CultureInfo.InvariantCulture, out int family);
        _ = int.TryParse(Field(cpuInfo, "model"), CultureInfo.InvariantCulture, out int model);
        string generation = name.StartsWith("AMD", StringComparison.Ordinal) ? GenerationOf(family, model) : "";
        return Trademarks().Replace($"{name} {generation}", " ").Trim();
    }

    /// <summary>A model's name as a part of a file's name.</summary>
    public static string ToSlug(string model)
    {
        var slug = new StringBuilder();
        foreach (char letter in model)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }

    // AMD's public list of family 19h and 1Ah models.
    private static string GenerationOf(int family, int model) => (family, model) switch
    {
        (Zen3And4Family, >= 0x10 and <= 0x1F or >= 0x60 and <= 0x7F or >= 0xA0 and <= 0xAF) => "Zen4",
        (Zen3And4Family, _) => "Zen3",
        (Zen5Family, _) => "Zen5",
        _ => "",
    };

    private static string? Field(string cpuInfo, string name)
    {
        Match match = Regex.Match(cpuInfo, $@"^{Regex.Escape(name)}\s*: (.+)$", RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value.Trim() : null;
    }

    [GeneratedRegex(@"\((?:R|TM)\)|\bCPU\b|\bProcessor\b|@.*GHz|\s+")]
    private static partial Regex Trademarks();
}
