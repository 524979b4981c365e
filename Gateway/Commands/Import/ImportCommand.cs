using System.CommandLine;
using System.Security.Cryptography;
using Pipeline.Engine.Configuration.Import;

namespace Pipeline.Gateway.Commands.Import;

/// <summary><c>import</c>: a configuration of another gateway becomes one of ours, on the standard output.</summary>
internal static class ImportCommand
{
    private const string Description = """
        Reads swanctl.conf, ipsec.conf (with ipsec.secrets beside it), or Windows' policy store exported as .reg or LDIF text,
        and writes a configuration of this gateway. What it could not carry over, and which secret has to be put where, is
        told as 'file:line: ...' on the standard error. No secret is ever written. See what was read before you run it.

        Examples:
          import /etc/swanctl/swanctl.conf > gateway.json
          import /etc/ipsec.conf > gateway.json && check --config gateway.json
          import --from windows policies.reg > gateway.json
        """;

    private static readonly Dictionary<string, ImportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["swanctl"] = ImportFormat.Swanctl,
        ["ipsec"] = ImportFormat.Ipsec,
        ["windows"] = ImportFormat.Windows,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "The file to read" };
        Option<string?> from = new("--from") { Description = "What it is; without it, that is seen from its content", HelpName = "swanctl|ipsec|windows" };
        from.AcceptOnlyFromAmong([.. Formats.Keys]);
        var command = new Command("import", Description) { file, from };
        command.SetAction((parsed, _) => Task.FromResult(Run(
            parsed.GetRequiredValue(file),
            parsed.GetValue(from),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string file, string? format, TextWriter output, TextWriter error)
    {
        byte[] content = InputFile.ReadAll(file);
        ImportResult result;
        try
        {
            result = ConfigurationImport.Read(file, content, format is null ? null : Formats[format], name => ReadBeside(file, name));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }

        foreach (ImportNote note in result.Errors.Concat(result.Notes))
        {
            error.WriteLine(note.ToString());
        }

        if (result.Json is null)
        {
            return (int)ExitCode.BadInput;
        }

        output.Write(result.Json);
        return (int)ExitCode.Success;
    }

    /// <summary>Null when there is none; one that is there and cannot be read is an error, since its notes would be missed.</summary>
    private static byte[]? ReadBeside(string file, string name)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".", name);
        return File.Exists(path) ? InputFile.ReadAll(path) : null;
    }
}
