using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Commands;

/// <summary>Makes the options of the commands; each says in one line what is wrong with a value.</summary>
internal static class OptionOf
{
    /// <summary>A whole number within bounds.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="unit">What is counted: <c>seconds</c>.</param>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">The largest value.</param>
    /// <param name="fallback">The value when it is not given.</param>
    /// <param name="description">For the help; the bounds are added.</param>
    public static Option<int> Number(string name, string unit, int minimum, int maximum, int fallback, string description) => new(name)
    {
        Description = $"{description} ({minimum} to {maximum})",
        HelpName = unit,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => ParseNumber(result, TextOf(result), unit, minimum, maximum),
    };

    /// <summary>Whole numbers within bounds, with commas between them.</summary>
    public static Option<int[]> Numbers(string name, string unit, int minimum, int maximum, int[] fallback, string description) => new(name)
    {
        Description = $"{description} ({minimum} to {maximum}, commas between)",
        HelpName = unit,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => [.. Split(result).Select(text => ParseNumber(result, text, unit, minimum, maximum))],
    };

    /// <summary><c>--size</c>: lengths of inner IP packets; without a fallback, those of a small, a middling and a full packet.</summary>
    public static Option<int[]> Sizes(params int[] fallback) => Numbers(
        "--size", "bytes", FlowPackets.MinimumSize, 9000, fallback.Length > 0 ? fallback : [64, 576, 1420], "Lengths of the inner IP packet");

    /// <summary>Suites, with commas between them.</summary>
    public static Option<CipherSuite[]> Suites(params string[] fallback) => new("--suite")
    {
        Description = "Suites, legacy ones too, commas between: aes128-gcm,aes128-cbc+hmac-sha256-128",
        HelpName = "suites",
        DefaultValueFactory = result => [.. fallback.Select(name => ParseSuite(result, name)!)],
        CustomParser = result => [.. Split(result).Select(name => ParseSuite(result, name)!)],
    };

    /// <summary>Some of a list of words, with commas between them; all of them when it is not given.</summary>
    public static Option<string[]> Words(string name, string what, IReadOnlyList<string> known) => new(name)
    {
        Description = $"Which {what}, commas between: {string.Join(", ", known)}",
        HelpName = what,
        DefaultValueFactory = _ => [.. known],
        CustomParser = result => [.. Split(result).Select(word => ParseWord(result, word, known))],
    };

    /// <summary>Directions, with commas between them.</summary>
    public static Option<PathDirection[]> Directions() => new("--direction")
    {
        Description = "Paths to measure: out or in, commas between",
        HelpName = "directions",
        DefaultValueFactory = _ => [PathDirection.Outbound, PathDirection.Inbound],
        CustomParser = result => [.. Split(result).Select(text => ParseDirection(result, text))],
    };

    /// <summary>A switch that is off unless it is given.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    private static string TextOf(ArgumentResult result)
    {
        if (result.Tokens.Count > 1)
        {
            result.AddError($"{NameOf(result)} is there {result.Tokens.Count} times; write it once, with commas between values where it takes several");
        }

        return result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
    }

    private static string[] Split(ArgumentResult result) => TextOf(result).Split(',', StringSplitOptions.TrimEntries);

    private static int ParseNumber(ArgumentResult result, string text, string unit, int minimum, int maximum)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        result.AddError($"{NameOf(result)}: '{text}' is no number of {unit} from {minimum} to {maximum}");
        return minimum;
    }

    private static CipherSuite? ParseSuite(ArgumentResult result, string name)
    {
        if (!CipherSuite.TryFind(name, out CipherSuite suite, out string refusal))
        {
            result.AddError($"{NameOf(result)}: {refusal}");
        }

        return suite;
    }

    private static string ParseWord(ArgumentResult result, string word, IReadOnlyList<string> known)
    {
        if (!known.Contains(word))
        {
            result.AddError($"{NameOf(result)}: '{word}' is unknown; write some of {string.Join(", ", known)}");
        }

        return word;
    }

    private static PathDirection ParseDirection(ArgumentResult result, string text)
    {
        if (text is not ("out" or "in"))
        {
            result.AddError($"{NameOf(result)}: '{text}' is no direction; write out, in, or out,in");
        }

        return text == "in" ? PathDirection.Inbound : PathDirection.Outbound;
    }

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
}
