using System.CommandLine;
using Pipeline.Gateway.Control;

namespace Pipeline.Gateway.Commands.Control;

/// <summary><c>rekey</c>: replaces the keys of a connection, or of a child, and waits for the new ones.</summary>
internal static class RekeyCommand
{
    private const string Description = """
        Replaces the keys of an IKE SA, or those of one of its children, and waits until the new ones are in service. No packet
        is lost.

        Examples:
          rekey branch
          rekey branch/networks
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> name = ConnectionArgument.ConnectionOrChild();
        Option<int> timeout = ConnectionArgument.Timeout();
        return ControlCommand.Create("rekey", Description, Ask, OrderOutput.Write, name, timeout);

        ControlRequest Ask(ParseResult parsed)
        {
            (string connection, string? child) = ConnectionArgument.Split(parsed.GetRequiredValue(name));
            return new ControlRequest
            {
                Command = ControlWords.Rekey,
                Connection = connection,
                Child = child,
                TimeoutSeconds = parsed.GetValue(timeout),
            };
        }
    }
}
