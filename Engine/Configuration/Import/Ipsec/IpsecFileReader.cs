namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>The syntax of ipsec.conf: sections that begin at the left margin, and indented lines of <c>keyword=value</c>.</summary>
internal static class IpsecFileReader
{
    private const int LongestValue = 16_384;

    /// <summary>Reads all sections.</summary>
    public static List<IpsecSection> Read(ReadOnlyMemory<char> text, ImportReport report)
    {
        var sections = new List<IpsecSection>();
        int line = 0;
        foreach (ReadOnlySpan<char> written in text.Span.EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = WithoutComment(written).TrimEnd();
            if (content.IsWhiteSpace())
            {
                continue;
            }

            if (char.IsWhiteSpace(content[0]))
            {
                ReadValue(content.Trim(), line, sections, report);
            }
            else if (!ReadHead(content, line, sections, report))
            {
                break;
            }
        }

        return sections;
    }

    private static bool ReadHead(ReadOnlySpan<char> content, int line, List<IpsecSection> sections, ImportReport report)
    {
        string[] words = content.ToString().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words[0])
        {
            case "conn" or "config" or "ca" when words.Length == 2 && sections.Count < ImportLimits.Objects:
                sections.Add(new IpsecSection(words[0], words[1], line));
                return true;
            case "conn" or "config" or "ca":
                report.Refuse(line, words.Length == 2 ? $"begins a section too many: at most {ImportLimits.Objects} are in a file" : "begins a section without a name; write one");
                return false;
            case "version":
                return true;
            case "include":
                report.LeaveOut(line, $"include {ImportReport.Quote(words[^1])}, which is not followed; import that file too, or put its text here");
                return true;
            default:
                report.Refuse(line, "begins with none of the words config, conn, ca and include; lines inside a section are indented");
                return false;
        }
    }

    private static void ReadValue(ReadOnlySpan<char> content, int line, List<IpsecSection> sections, ImportReport report)
    {
        int equals = content.IndexOf('=');
        if (equals <= 0 || sections.Count == 0)
        {
            report.Refuse(line, sections.Count == 0 ? "is indented, and no section is there yet" : "is no keyword=value");
            return;
        }

        string keyword = content[..equals].Trim().ToString().ToLowerInvariant();
        ReadOnlySpan<char> value = content[(equals + 1)..].Trim();
        if (value.Length > LongestValue)
        {
            report.Refuse(line, $"has a value of more than {LongestValue} characters");
            return;
        }

        value = value is ['"', .., '"'] && value.Length > 1 ? value[1..^1] : value;
        var read = new IpsecValue(value.ToString(), line);
        if (keyword == "also")
        {
            sections[^1].Also.Add(read);
        }
        else
        {
            sections[^1].Values[keyword] = read;
        }
    }

    /// <summary>A number sign begins a comment at the beginning of a word, outside of quotes.</summary>
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line)
    {
        bool isQuoted = false;
        for (int index = 0; index < line.Length; index++)
        {
            isQuoted ^= line[index] == '"';
            if (line[index] == '#' && !isQuoted && (index == 0 || char.IsWhiteSpace(line[index - 1])))
            {
                return line[..index];
            }
        }

        return line;
    }
}
