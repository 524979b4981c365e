using System.CommandLine;
using Pipeline.Gateway.Control;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>initiate</c>: begins a connection with all its children, or one child, and waits for the outcome.</summary>
internal static class InitiateCommand
{
    private const string Description = """
        Begins a connection with all its children, or one child of it, and waits until it is established or has failed. A
        failure is explained as in the log, with the change of configuration that would help.

        Examples:
          initiate branch
          initiate branch/networks --timeout 30 --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> name = ConnectionArgument.ConnectionOrChild();
        Option<int> timeout = ConnectionArgument.Timeout();
        return ControlCommand.Create("initiate", Description, Ask, OrderOutput.Write, name, timeout);

        ControlRequest Ask(ParseResult parsed)
        {
            (string connection, string? child) = ConnectionArgument.Split(parsed.GetRequiredValue(name));
            return new ControlRequest
            {
                Command = ControlWords.Initiate,
                Connection = connection,
                Child = child,
                TimeoutSeconds = parsed.GetValue(timeout),
            };
        }
    }
}
