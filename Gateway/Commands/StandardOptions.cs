using System.CommandLine;

namespace Pipeline.Gateway.Commands;

/// <summary>Options that several commands have, so that they read and mean the same everywhere.</summary>
internal static class StandardOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON object to the standard output, and nothing else there",
    };

    /// <summary><c>--allow-legacy</c>.</summary>
    public static Option<bool> AllowLegacy() => new("--allow-legacy")
    {
        Description = "Also take algorithms that are too weak for new use: DES, 3DES, MD5, encryption without integrity",
    };

    /// <summary>A file that the command cannot do without.</summary>
    public static Option<string> RequiredFile(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "file", Required = true };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError($"{name}: is empty; name a file");
            }
        });
        return option;
    }

    /// <summary>A refusal of the catalogue, which speaks of the field of a file, in the words of the command line.</summary>
    public static string AsOption(string refusal) =>
        refusal.Replace("set allowLegacy", "add --allow-legacy", StringComparison.Ordinal);
}
