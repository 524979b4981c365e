using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Engine.Configuration.Json;

/// <summary>Reads the members of one JSON object, and notes what is wrong instead of throwing.</summary>
/// <remarks>A member that is wrong reads as its default, so that reading goes on and finds every error.</remarks>
internal sealed class ObjectReader
{
    private const int MaximumNameLength = 64;

    private readonly IReadOnlyList<string> _fields;

    private ObjectReader(ConfigurationNode node, IReadOnlyList<string> fields, ErrorList errors)
    {
        Node = node;
        _fields = fields;
        Errors = errors;
    }

    public ConfigurationNode Node { get; }

    public ErrorList Errors { get; }

    /// <summary>Opens an object; a member that is not among <paramref name="fields"/> is an error.</summary>
    /// <returns>Null when the value is not an object.</returns>
    public static ObjectReader? Open(ConfigurationNode node, IReadOnlyList<string> fields, ErrorList errors)
    {
        if (node.Kind != NodeKind.Object)
        {
            errors.Add(node, $"is {Describe(node)}; write an object with {string.Join(", ", fields)}");
            return null;
        }

        foreach ((string name, ConfigurationNode member) in node.Members)
        {
            if (!fields.Contains(name))
            {
                errors.Add(member.Line, ConfigurationNode.PathOf(node, Shown(name)), $"is not known here{NearestName.Suggest(name, fields)}");
            }
        }

        return new ObjectReader(node, fields, errors);
    }

    /// <summary>A name that nobody expected, fit for a message: no control characters, and nothing that may be a key.</summary>
    private static string Shown(string name)
    {
        const int LongestName = 32;
        bool mayBeKey = name.Length >= 16 && name.All(char.IsAsciiHexDigit);
        return mayBeKey || name.Length > LongestName || name.Any(char.IsControl) ? "(a name not shown)" : name;
    }

    /// <summary>The member, or null when it is not there or <c>null</c>.</summary>
    public ConfigurationNode? Find(string field)
    {
        Debug.Assert(_fields.Contains(field), $"{field} is not declared");
        return Node.Members.TryGetValue(field, out ConfigurationNode? member) && member.Kind != NodeKind.Null ? member : null;
    }

    /// <summary>Notes an error at a member, or at the object when the member is not there.</summary>
    public void Refuse(string field, string message)
    {
        ConfigurationNode? member = Find(field);
        Errors.Add(member?.Line ?? Node.Line, PathOf(field), message);
    }

    /// <summary>Notes that a member is right but should be looked at.</summary>
    public void Warn(string field, string message) => Errors.Warn(Find(field) ?? Node, message);

    public ConfigurationNode? Require(string field, string example)
    {
        ConfigurationNode? member = Find(field);
        if (member is null)
        {
            Refuse(field, $"is missing; write \"{field}\": {example}");
        }

        return member;
    }

    public ObjectReader? OpenMember(string field, IReadOnlyList<string> fields) =>
        Find(field) is { } member ? Open(member, fields, Errors) : null;

    /// <summary>The values of an array; none when it is not there.</summary>
    public IList<ConfigurationNode> Items(string field)
    {
        ConfigurationNode? member = Find(field);
        if (member is not null && member.Kind != NodeKind.Array)
        {
            Errors.Add(member, $"is {Describe(member)}; write an array: [ ... ]");
        }

        return member?.Items ?? [];
    }

    public bool Boolean(string field, bool fallback)
    {
        ConfigurationNode? member = Find(field);
        if (member is null || member.Kind == NodeKind.Boolean)
        {
            return member is null ? fallback : member.Characters.SequenceEqual("true");
        }

        Errors.Add(member, $"is {Describe(member)}; write true or false, without quotes");
        return fallback;
    }

    /// <summary>A whole number; strings are taken too where <paramref name="text"/> allows them, decimal or 0x and hex.</summary>
    public ulong Number(string field, ulong minimum, ulong maximum, ulong fallback, bool text = false)
    {
        ConfigurationNode? member = Find(field);
        if (member is null)
        {
            return fallback;
        }

        if (IsNumber(member, text, out ulong number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        string form = text ? "a whole number, or a string like \"0x1234\"," : "a whole number";
        Errors.Add(member, $"is not {form} from {minimum} to {maximum}; write one, such as {Math.Max(fallback, minimum)}");
        return fallback;
    }

    /// <summary>An array of at most 256 whole numbers.</summary>
    public IReadOnlyList<int> Numbers(string field, int minimum, int maximum, IReadOnlyList<int> fallback)
    {
        const int MaximumCount = 256;
        IList<ConfigurationNode> items = Items(field);
        if (items.Count > MaximumCount)
        {
            Refuse(field, $"has {items.Count} numbers; write at most {MaximumCount}");
            return fallback;
        }

        var numbers = new List<int>(items.Count);
        foreach (ConfigurationNode item in items)
        {
            if (IsNumber(item, text: false, out ulong number) && number >= (ulong)minimum && number <= (ulong)maximum)
            {
                numbers.Add((int)number);
            }
            else
            {
                Errors.Add(item, $"is not a whole number from {minimum} to {maximum}; write one, such as {minimum}");
            }
        }

        return numbers.Count == 0 ? fallback : numbers;
    }

    /// <summary>A name: a string of 1 to 64 characters. Empty when it is missing or wrong.</summary>
    public string Name(string field, string example)
    {
        ConfigurationNode? member = Require(field, $"\"{example}\"");
        return member is null ? "" : NameOf(member, example);
    }

    /// <summary>A name that may be missing; null then.</summary>
    public string? OptionalName(string field, string example)
    {
        ConfigurationNode? member = Find(field);
        return member is null ? null : NameOf(member, example);
    }

    /// <summary>One of some words.</summary>
    public T Choice<T>(string field, IReadOnlyDictionary<string, T> choices, T fallback, bool required = false)
    {
        ConfigurationNode? member = required
            ? Require(field, string.Join(" or ", choices.Keys.Select(choice => $"\"{choice}\"")))
            : Find(field);
        if (member is null)
        {
            return fallback;
        }

        if (member.Kind == NodeKind.String && choices.TryGetValue(member.Text, out T? choice))
        {
            return choice;
        }

        string written = member.Kind == NodeKind.String ? member.Text : "";
        string nearest = NearestName.Find(written, choices.Keys) is { } name ? $"; did you mean \"{name}\"?" : "";
        Errors.Add(member, $"is none of {string.Join(", ", choices.Keys.Select(key => $"\"{key}\""))}{nearest}");
        return fallback;
    }

    /// <summary>What kind of value it is, without the value: it may be a key in the wrong place.</summary>
    public static string Describe(ConfigurationNode node) => node.Kind switch
    {
        NodeKind.Null => "null",
        NodeKind.Boolean => "a boolean",
        NodeKind.Number => "a number",
        NodeKind.String => "a string",
        NodeKind.Array => "an array",
        _ => "an object",
    };

    private string NameOf(ConfigurationNode member, string example)
    {
        if (member.Kind != NodeKind.String || member.Characters.Length is 0 or > MaximumNameLength)
        {
            Errors.Add(member, $"is not a string of 1 to {MaximumNameLength} characters; write one, such as \"{example}\"");
            return "";
        }

        foreach (char character in member.Characters)
        {
            // Names are written into logs and terminals as they are, and a slash separates connection and child.
            if (char.IsControl(character) || character == '/')
            {
                Errors.Add(member, $"has a slash or a control character in it; write a name such as \"{example}\"");
                return "";
            }
        }

        return member.Text;
    }

    private static bool IsNumber(ConfigurationNode member, bool text, out ulong number)
    {
        ReadOnlySpan<char> written = member.Characters;
        number = 0;
        if (member.Kind != NodeKind.Number && !(text && member.Kind == NodeKind.String))
        {
            return false;
        }

        return text && written.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(written[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private string PathOf(string field) => Node.Path.Length == 0 ? field : $"{Node.Path}.{field}";
}
