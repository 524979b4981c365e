namespace Pipeline.Engine.Configuration.Import.Swanctl;

/// <summary>What stands behind <c>=</c>. A class without text of its own: a secret stays in the characters of the file.</summary>
/// <param name="raw">The characters as written, without the quotes around them.</param>
/// <param name="isQuoted">True when there were quotes, so that backslashes escape.</param>
/// <param name="line">Where it stands.</param>
internal sealed class SettingsValue(ReadOnlyMemory<char> raw, bool isQuoted, int line)
{
    private const int Longest = 16_384;

    public int Line => line;

    /// <summary>The text as a string; not for secrets.</summary>
    public string Text
    {
        get
        {
            ReadOnlySpan<char> span = raw.Span[..Math.Min(raw.Length, Longest)];
            return isQuoted && span.Contains('\\') ? Unescape(span) : span.ToString();
        }
    }

    /// <summary>Parts with commas between them.</summary>
    public string[] List => Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null when it is neither of the words for true and false.</summary>
    public bool? Switch => Text.ToLowerInvariant() switch
    {
        "yes" or "true" or "1" or "enabled" => true,
        "no" or "false" or "0" or "disabled" => false,
        _ => null,
    };

    /// <summary>How a secret is written, for the sentence that says where it belongs; reads nothing of it but the first two characters.</summary>
    public string Form => raw.Span switch
    {
        ['0', 'x', ..] => ", as the bytes that its hexadecimal digits say",
        ['0', 's', ..] => ", as the bytes that its base64 says",
        _ => "",
    };

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            bool isEscape = text[index] == '\\' && index + 1 < text.Length;
            plain.Append(isEscape ? text[++index] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other } : text[index]);
        }

        return plain.ToString();
    }
}
