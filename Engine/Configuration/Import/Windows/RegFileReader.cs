using System.Globalization;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>A .reg file: keys in brackets, values as strings, <c>dword:</c>, <c>hex:</c> and <c>hex(7):</c> over several lines.</summary>
internal static class RegFileReader
{
    /// <summary>Reads all keys.</summary>
    public static List<StoreObject> Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var objects = new List<StoreObject>();
        int line = 0;
        var hex = new HexCollector();
        foreach (ReadOnlySpan<char> written in text.Span.EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = written.Trim();
            if (hex.IsOpen)
            {
                hex.Add(content, line, report);
            }
            else if (content is ['[', .., ']'])
            {
                Open(objects, content[1..^1], line, report);
            }
            else if (content is ['"', ..] && objects.Count > 0)
            {
                ReadValue(objects[^1], content, line, hex, report);
            }

            if (report.HasErrors)
            {
                break;
            }
        }

        if (hex.IsOpen && !report.HasErrors)
        {
            report.Refuse(line, "ends within a value in hexadecimal; export the policies again");
        }

        return objects;
    }

    private static void Open(List<StoreObject> objects, ReadOnlySpan<char> path, int line, ImportReport report)
    {
        if (objects.Count == ImportLimits.Objects)
        {
            report.Refuse(line, $"begins a key too many: at most {ImportLimits.Objects} are read");
            return;
        }

        objects.Add(new StoreObject(path.ToString(), line));
    }

    private static void ReadValue(StoreObject owner, ReadOnlySpan<char> content, int line, HexCollector hex, ImportReport report)
    {
        int equals = content.IndexOf("\"=", StringComparison.Ordinal);
        if (equals < 1)
        {
            report.Refuse(line, "is no \"name\"=value");
            return;
        }

        var value = new StoreValue(line);
        owner.Values[content[1..equals].ToString().ToLowerInvariant()] = value;
        ReadOnlySpan<char> rest = content[(equals + 2)..].Trim();
        if (rest is ['"', .., '"'] && rest.Length > 1)
        {
            value.Texts.Add(rest[1..^1].ToString().Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal));
        }
        else if (rest.StartsWith("dword:", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(rest[6..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number))
        {
            value.Texts.Add(number.ToString(CultureInfo.InvariantCulture));
        }
        else if (rest.StartsWith("hex", StringComparison.OrdinalIgnoreCase) && rest.IndexOf(':') is var colon && colon > 0)
        {
            hex.Open(value, isText: rest[..colon] is not ("hex" or "hex(3)"));
            hex.Add(rest[(colon + 1)..], line, report);
        }
    }
}
