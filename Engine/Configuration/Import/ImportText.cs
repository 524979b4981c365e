using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pipeline.Engine.Configuration.Import;

/// <summary>The characters of a file, which may hold secrets: they are overwritten in the end.</summary>
internal sealed class ImportText : IDisposable
{
    private readonly char[] _characters;
    private readonly int _length;

    private ImportText(char[] characters, int length) => (_characters, _length) = (characters, length);

    /// <summary>The text.</summary>
    public ReadOnlyMemory<char> Characters => _characters.AsMemory(0, _length);

    /// <summary>Decodes a file: UTF-8, or UTF-16 with a byte order mark, as registry exports are.</summary>
    /// <returns>False when it is neither, or too long; that is noted.</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, ImportReport report, [NotNullWhen(true)] out ImportText? text)
    {
        text = null;
        if (content.Length > ImportLimits.FileLength)
        {
            report.Refuse(1, $"the file has more than {ImportLimits.FileLength} bytes, which are the most that are read");
            return false;
        }

        (Encoding encoding, int skip) = EncodingOf(content);
        try
        {
            content = content[skip..];
            char[] characters = new char[encoding.GetCharCount(content)];
            text = new ImportText(characters, encoding.GetChars(content, characters));
        }
        catch (DecoderFallbackException)
        {
            report.Refuse(1, "the file is neither UTF-8 text nor UTF-16 with a byte order mark; save it as UTF-8");
            return false;
        }

        if (text.Characters.Span.Contains('\0'))
        {
            report.Refuse(1, "the file has zero bytes in it, so it is no text; export it as text");
            text.Dispose();
            text = null;
        }

        return text is not null;
    }

    /// <summary>Overwrites the characters.</summary>
    public void Dispose() => Array.Clear(_characters);

    private static (Encoding Encoding, int Skip) EncodingOf(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xFE, ..])
        {
            return (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2);
        }

        return (new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), content is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0);
    }
}
