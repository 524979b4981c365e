using System.CommandLine;
using Pipeline.Gateway.Control;
using Pipeline.Gateway.Control.Answers;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>reload</c>: has the running gateway read its configuration again.</summary>
internal static class ReloadCommand
{
    private const string Description = """
        Has the running gateway read its configuration file again, shows what that changes, and applies it as a whole. With an
        error in the file, or a change that needs a restart, nothing is changed. Connections that say the same as before keep
        their SAs and counters. SIGHUP does the same.

        Examples:
          reload --plan
          reload --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<bool> plan = new("--plan") { Description = "Only show what would change" };
        return ControlCommand.Create(
            "reload",
            Description,
            parsed => new ControlRequest { Command = ControlWords.Reload, PlanOnly = parsed.GetValue(plan) },
            Write,
            plan);
    }

    private static void Write(CommandOutput output, ControlResponse response)
    {
        if (output.IsJson)
        {
            output.WriteJson(response.Reload!, JsonShapes.Default.ReloadView);
            return;
        }

        foreach (string line in ReloadLines.Of(response))
        {
            output.WriteLine(line);
        }
    }
}
