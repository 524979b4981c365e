using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>A change of <c>gateway.json</c> that would help, ready to be written: where, and what.</summary>
/// <remarks>
/// It says what would make both sides agree, not that they should: whether the peer's wish is a good one is for the operator to judge.
/// </remarks>
public sealed record ConfigurationChange
{
    private ConfigurationChange(string path, bool adds, string value, string member) => (Path, Adds, Value, Member) = (path, adds, value, member);

    /// <summary>Where: <c>connections["branch"].ikeProposals</c>; connections and children go by their names.</summary>
    public string Path { get; }

    /// <summary>True to add the value to a list, false to set it.</summary>
    public bool Adds { get; }

    /// <summary>The value, as JSON.</summary>
    public string Value { get; }

    /// <summary>The whole member with what stands there now, as JSON: <c>"ikeProposals": ["...", "..."]</c>.</summary>
    public string Member { get; }

    /// <summary>One line: <c>connections["branch"].ikeProposals: add "aes128-sha256-modp2048"</c>.</summary>
    public override string ToString() => $"{Path}: {(Adds ? "add" : "set")} {Value}";

    /// <summary>A value of a connection.</summary>
    internal static ConfigurationChange Set(ConnectionOptions connection, string field, string text) =>
        Set($"{Place(connection)}.{field}", field, Quote(text));

    /// <summary>A value of a child.</summary>
    internal static ConfigurationChange Set(ConnectionOptions connection, ChildOptions child, string field, string text) =>
        Set($"{Place(connection)}.{Place(child)}.{field}", field, Quote(text));

    /// <summary>One more entry in a list of a connection, or of one of its children.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="child">Its child; null for the connection itself.</param>
    /// <param name="field">The list.</param>
    /// <param name="present">What is in it, as JSON.</param>
    /// <param name="added">What is to come, as JSON.</param>
    internal static ConfigurationChange Add(
        ConnectionOptions connection, ChildOptions? child, string field, IEnumerable<string> present, string added)
    {
        string path = child is null ? $"{Place(connection)}.{field}" : $"{Place(connection)}.{Place(child)}.{field}";
        return new ConfigurationChange(path, adds: true, added, $"\"{field}\": [{string.Join(", ", present.Append(added))}]");
    }

    /// <summary>The switch that allows weak algorithms.</summary>
    internal static ConfigurationChange AllowLegacy() => Set("ike.allowLegacy", "allowLegacy", "true");

    /// <summary>A text as JSON has it.</summary>
    internal static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static ConfigurationChange Set(string path, string field, string value) => new(path, adds: false, value, $"\"{field}\": {value}");

    private static string Place(ConnectionOptions connection) => $"connections[{Quote(connection.Name)}]";

    private static string Place(ChildOptions child) => $"children[{Quote(child.Name)}]";
}
