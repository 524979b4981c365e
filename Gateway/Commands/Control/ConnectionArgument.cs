using System.CommandLine;

namespace Pipeline.Gateway.Commands.Control;

/// <summary>What an order is about: <c>NAME</c> or <c>NAME/CHILD</c>.</summary>
internal static class ConnectionArgument
{
    private const char Separator = '/';

    /// <summary>A connection.</summary>
    public static Argument<string> Connection() => Create("name", "Name of a connection");

    /// <summary>A connection, or one of its children.</summary>
    public static Argument<string> ConnectionOrChild() => Create("name[/child]", "Name of a connection, or of one of its children");

    /// <summary>How long a command waits for the end of a negotiation.</summary>
    public static Option<int> Timeout() => NumberOption.Create(
        "--timeout", "seconds", 0, 3600, 10, "How long to wait until the negotiation has come to its end");

    /// <summary>Splits what the user wrote. A child's name is behind the last slash: connections may have slashes in their names.</summary>
    public static (string Connection, string? Child) Split(string text)
    {
        int at = text.LastIndexOf(Separator);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static Argument<string> Create(string name, string description) => new(name) { Description = description };
}
