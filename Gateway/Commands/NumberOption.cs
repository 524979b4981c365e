using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Pipeline.Gateway.Commands;

/// <summary>Makes options that take a whole number within bounds, and say so when they are given something else.</summary>
internal static class NumberOption
{
    /// <summary>Makes the option.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="unit">What is counted, for messages and help: <c>seconds</c>.</param>
    /// <param name="minimum">The smallest value.</param>
    /// <param name="maximum">The largest value.</param>
    /// <param name="fallback">The value when the option is not given.</param>
    /// <param name="description">For the help; the bounds are added.</param>
    public static Option<int> Create(string name, string unit, int minimum, int maximum, int fallback, string description) =>
        new(name)
        {
            Description = $"{description} ({minimum} to {maximum})",
            HelpName = unit,
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Parse(result, name, unit, minimum, maximum),
        };

    private static int Parse(ArgumentResult result, string name, string unit, int minimum, int maximum)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        result.AddError($"{name}: '{text}' is not a number of {unit}; write one from {minimum} to {maximum}");
        return 0;
    }
}
