namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>LDIF (RFC 2849): entries with empty lines between them, <c>name: text</c> or <c>name:: base64</c>, long lines folded.</summary>
internal static class LdifReader
{
    /// <summary>Reads all entries.</summary>
    public static List<StoreObject> Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var objects = new List<StoreObject>();
        char[] unfolded = new char[text.Length];
        int length = 0;
        int line = 0;
        int start = 1;
        foreach (ReadOnlySpan<char> written in text.Span.EnumerateLines())
        {
            line++;
            bool isFolded = written is [' ', ..] && length > 0;
            if (!isFolded)
            {
                ReadLine(unfolded.AsSpan(0, length), start, objects, report);
                (length, start) = (0, line);
            }

            ReadOnlySpan<char> part = isFolded ? written[1..] : written;
            part.CopyTo(unfolded.AsSpan(length));
            length += part.Length;
            if (report.HasErrors)
            {
                break;
            }
        }

        ReadLine(unfolded.AsSpan(0, length), start, objects, report);
        Array.Clear(unfolded);
        return objects;
    }

    private static void ReadLine(ReadOnlySpan<char> content, int line, List<StoreObject> objects, ImportReport report)
    {
        int colon = content.IndexOf(':');
        if (report.HasErrors || content.IsWhiteSpace() || content[0] is '#' or '-')
        {
            return;
        }

        if (colon < 1)
        {
            report.Refuse(line, "is no name: value");
            return;
        }

        string name = content[..colon].Trim().ToString().ToLowerInvariant();
        ReadOnlySpan<char> rest = content[(colon + 1)..];
        bool isBase64 = rest is [':', ..];
        rest = (isBase64 ? rest[1..] : rest).Trim();
        var value = new StoreValue(line);
        if (isBase64 && !TryDecode(rest, value))
        {
            report.Refuse(line, "has something behind :: that is no base64");
            return;
        }

        if (!isBase64)
        {
            value.Texts.Add(rest.ToString());
        }

        Take(name, value, objects, report);
    }

    private static void Take(string name, StoreValue value, List<StoreObject> objects, ImportReport report)
    {
        if (name == "dn" && objects.Count == ImportLimits.Objects)
        {
            report.Refuse(value.Line, $"begins an entry too many: at most {ImportLimits.Objects} are read");
        }
        else if (name == "dn")
        {
            objects.Add(new StoreObject(Text(value), value.Line));
        }
        else if (objects.Count > 0 && objects[^1].Values.TryGetValue(name, out StoreValue? earlier))
        {
            earlier.Texts.Add(Text(value));
        }
        else if (objects.Count > 0)
        {
            // Text that is not ASCII is written in base64 too; only ipsecData is bytes.
            if (name != "ipsecdata" && value.Bytes.Length > 0)
            {
                value.Texts.Add(Text(value));
            }

            objects[^1].Values[name] = value;
        }
    }

    private static string Text(StoreValue value) => value.Bytes.Length > 0 ? System.Text.Encoding.UTF8.GetString(value.Bytes) : value.Text;

    private static bool TryDecode(ReadOnlySpan<char> base64, StoreValue value)
    {
        byte[] bytes = new byte[(base64.Length / 4 * 3) + 3];
        bool isDecoded = Convert.TryFromBase64Chars(base64, bytes, out int length);
        value.Bytes = bytes[..length];
        Array.Clear(bytes);
        return isDecoded;
    }
}
