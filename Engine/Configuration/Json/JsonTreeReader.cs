using System.Text.Json;
using System.Text.Unicode;

namespace Pipeline.Engine.Configuration.Json;

/// <summary>JSON text to a tree that knows its lines. Comments and trailing commas are allowed, duplicate keys are not.</summary>
internal ref struct JsonTreeReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumFileLength = 4 << 20;

    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<byte> _json;
    private readonly ErrorList _errors;
    private Utf8JsonReader _reader;
    private int _line;
    private int _lineStart;
    private int _counted;

    private JsonTreeReader(ReadOnlySpan<byte> json, ErrorList errors)
    {
        _json = json;
        _errors = errors;
        _line = 1;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = MaximumDepth,
        });
    }

    /// <summary>Reads a whole file.</summary>
    /// <returns>Null when it is not JSON; what is wrong is then in <paramref name="errors"/>.</returns>
    public static ConfigurationNode? Read(ReadOnlySpan<byte> json, ErrorList errors)
    {
        if (json.Length > MaximumFileLength)
        {
            errors.Add(1, "", $"the file has {json.Length} bytes; at most {MaximumFileLength} are read");
            return null;
        }

        if (!Utf8.IsValid(json))
        {
            errors.Add(1, "", "the file is not UTF-8 text; save it as UTF-8");
            return null;
        }

        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        return new JsonTreeReader(json.StartsWith(byteOrderMark) ? json[3..] : json, errors).ReadDocument();
    }

    private ConfigurationNode? ReadDocument()
    {
        try
        {
            _reader.Read();
            ConfigurationNode root = ReadValue(parent: null, segment: "");
            _reader.Read(); // throws when something follows
            return root;
        }
        catch (JsonException error)
        {
            // The exception's own text may quote what it stumbled over, and that may be a key.
            _errors.Add(
                (int)(error.LineNumber ?? 0) + 1,
                "",
                $"not valid JSON at column {(error.BytePositionInLine ?? 0) + 1} (objects may nest {MaximumDepth} deep); "
                    + "look for a missing comma, quote or bracket there or just before");
            return null;
        }
    }

    private ConfigurationNode ReadValue(ConfigurationNode? parent, string segment)
    {
        (int line, int column) = Locate();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(new ConfigurationNode(NodeKind.Object, parent, segment, line, column));
            case JsonTokenType.StartArray:
                return ReadArray(new ConfigurationNode(NodeKind.Array, parent, segment, line, column));
            case JsonTokenType.String:
                return new ConfigurationNode(NodeKind.String, parent, segment, line, column, ReadText(parent, segment));
            case JsonTokenType.Number:
                return new ConfigurationNode(NodeKind.Number, parent, segment, line, column, ReadRaw());
            case JsonTokenType.True or JsonTokenType.False:
                return new ConfigurationNode(NodeKind.Boolean, parent, segment, line, column, ReadRaw());
            default:
                return new ConfigurationNode(NodeKind.Null, parent, segment, line, column);
        }
    }

    private ConfigurationNode ReadObject(ConfigurationNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            int line = Locate().Line;
            string name = new(ReadText(node, "(a name)"));
            _reader.Read();
            ConfigurationNode value = ReadValue(node, name);
            if (!node.Members.TryAdd(name, value))
            {
                value.Erase();
                _errors.Add(line, value.Path, $"is there twice, first in line {node.Members[name].Line}; remove one");
            }
        }

        return node;
    }

    private ConfigurationNode ReadArray(ConfigurationNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(ReadValue(node, $"[{node.Items.Count}]"));
        }

        return node;
    }

    private char[] ReadText(ConfigurationNode? parent, string segment)
    {
        // Unescaping never makes text longer; the spare part of the array is cut off, and erased for the sake of keys.
        char[] buffer = new char[_reader.ValueSpan.Length];
        try
        {
            int length = _reader.CopyString(buffer);
            char[] text = buffer[..length];
            Array.Clear(buffer);
            return text;
        }
        catch (InvalidOperationException)
        {
            _errors.Add(
                Locate().Line,
                ConfigurationNode.PathOf(parent, segment),
                "holds half a surrogate pair (\\uD800 to \\uDFFF); write the character itself");
            return [];
        }
    }

    private char[] ReadRaw()
    {
        char[] text = new char[_reader.ValueSpan.Length];
        System.Text.Encoding.ASCII.GetChars(_reader.ValueSpan, text);
        return text;
    }

    private (int Line, int Column) Locate()
    {
        int start = (int)_reader.TokenStartIndex;
        for (; _counted < start; _counted++)
        {
            if (_json[_counted] == (byte)'\n')
            {
                _line++;
                _lineStart = _counted + 1;
            }
        }

        return (_line, start - _lineStart + 1);
    }
}
