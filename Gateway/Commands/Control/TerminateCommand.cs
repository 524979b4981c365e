using System.CommandLine;
using Pipeline.Gateway.Control;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>terminate</c>: ends a connection and waits until the peer knows.</summary>
internal static class TerminateCommand
{
    private const string Description = """
        Ends a connection: the peer is told, and its SAs go out of service. One with "initiate": "start" begins again by itself.

        Examples:
          terminate branch
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> name = ConnectionArgument.Connection();
        Option<int> timeout = ConnectionArgument.Timeout();
        return ControlCommand.Create("terminate", Description, Ask, OrderOutput.Write, name, timeout);

        ControlRequest Ask(ParseResult parsed) => new()
        {
            Command = ControlWords.Terminate,
            Connection = parsed.GetRequiredValue(name),
            TimeoutSeconds = parsed.GetValue(timeout),
        };
    }
}
