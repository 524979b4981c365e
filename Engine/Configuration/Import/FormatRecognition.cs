namespace Pipeline.Engine.Configuration.Import;

/// <summary>Tells the formats apart by what is in the file.</summary>
internal static class FormatRecognition
{
    private const int LinesToLookAt = 2000;

    /// <summary>The format; null when nothing speaks for any.</summary>
    public static ImportFormat? Recognize(ReadOnlySpan<char> text)
    {
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (OfLine(trimmed, isIndented: line.Length > 0 && char.IsWhiteSpace(line[0])) is { } format)
            {
                return format;
            }

            if (++lines == LinesToLookAt)
            {
                break;
            }
        }

        return null;
    }

    private static ImportFormat? OfLine(ReadOnlySpan<char> line, bool isIndented)
    {
        if (line.StartsWith("Windows Registry Editor", StringComparison.OrdinalIgnoreCase) || line.StartsWith("REGEDIT4", StringComparison.OrdinalIgnoreCase)
            || line.StartsWith("[HKEY_", StringComparison.OrdinalIgnoreCase) || line.StartsWith("dn:", StringComparison.OrdinalIgnoreCase))
        {
            return ImportFormat.Windows;
        }

        if (!isIndented && (IsSection(line, "conn") || IsSection(line, "config") || IsSection(line, "ca")))
        {
            return ImportFormat.Ipsec;
        }

        bool isSwanctl = IsSection(line, "connections") || IsSection(line, "secrets") || IsSection(line, "authorities") || IsSection(line, "pools")
            || line.StartsWith("connections{", StringComparison.Ordinal) || line.StartsWith("secrets{", StringComparison.Ordinal);
        return isSwanctl ? ImportFormat.Swanctl : null;
    }

    private static bool IsSection(ReadOnlySpan<char> line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) && (line.Length == word.Length || line[word.Length] is ' ' or '\t');
}
