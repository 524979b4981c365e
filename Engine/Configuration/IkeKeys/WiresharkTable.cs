using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Engine.Configuration.IkeKeys;

/// <summary>Wireshark's <c>ikev2_decryption_table</c>: a line for each IKE SA, as strongSwan's save-keys plugin writes it too.</summary>
/// <remarks>
/// <code>
/// SPIi,SPIr,SK_ei,SK_er,"encryption algorithm",SK_ai,SK_ar,"integrity algorithm"
/// </code>
/// Quotes may stand around every column; lines that are empty or begin with # are skipped.
/// </remarks>
internal static class WiresharkTable
{
    private const int Columns = 8;
    private const int LongestLine = 4096;

    private static readonly string[] Names = ["SPIi", "SPIr", "SK_ei", "SK_er", "encryption", "SK_ai", "SK_ar", "integrity"];

    /// <summary>Reads all lines.</summary>
    internal static List<ObservedKeys> Read(ReadOnlySpan<byte> text, ErrorList errors)
    {
        var keys = new List<ObservedKeys>();
        Span<char> characters = stackalloc char[LongestLine];
        int number = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            if (line.Length > LongestLine || Encoding.UTF8.GetCharCount(line) > LongestLine)
            {
                errors.Add(number, "", $"is longer than {LongestLine} characters");
                continue;
            }

            int length = Encoding.UTF8.GetChars(line, characters);
            if (ReadLine(characters[..length], number, errors) is { } read)
            {
                keys.Add(read);
            }
        }

        characters.Clear();
        return keys;
    }

    private static ObservedKeys? ReadLine(ReadOnlySpan<char> line, int number, ErrorList errors)
    {
        // No algorithm of the table has a comma in its name.
        Span<Range> columns = stackalloc Range[Columns + 1];
        int count = line.Split(columns, ',');
        if (count != Columns)
        {
            errors.Add(number, "", $"has {count} columns instead of {Columns}: {string.Join(',', Names)}");
            return null;
        }

        int before = errors.Count;
        ulong initiator = ReadSpi(line[columns[0]], number, 0, errors), responder = ReadSpi(line[columns[1]], number, 1, errors);
        PacketTransform? transform = ReadSuite(line[columns[4]], line[columns[7]], number, errors);
        var keys = new ObservedKeys
        {
            InitiatorSpi = initiator,
            ResponderSpi = responder,
            Transform = transform,
            SkEi = ReadKey(line[columns[2]], number, 2, errors),
            SkEr = ReadKey(line[columns[3]], number, 3, errors),
            SkAi = ReadKey(line[columns[5]], number, 5, errors),
            SkAr = ReadKey(line[columns[6]], number, 6, errors),
        };
        if (errors.Count == before)
        {
            return keys;
        }

        keys.Dispose();
        return null;
    }

    private static ulong ReadSpi(ReadOnlySpan<char> column, int number, int index, ErrorList errors)
    {
        ReadOnlySpan<char> text = Unquote(column);
        text = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        bool isRead = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong spi) && spi != 0;
        if (!isRead)
        {
            errors.Add(number, Names[index], "is not 16 hexadecimal digits that are not all zero");
        }

        return spi;
    }

    private static SecretBytes ReadKey(ReadOnlySpan<char> column, int number, int index, ErrorList errors)
    {
        Span<byte> bytes = stackalloc byte[KeyReader.MaximumKeyLength];
        int length = KeyReader.Decode(Unquote(column), bytes);
        if (length < 0)
        {
            errors.Add(number, Names[index], "is not pairs of hexadecimal digits");
        }

        var key = new SecretBytes(bytes[..Math.Max(length, 0)]);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    private static PacketTransform? ReadSuite(ReadOnlySpan<char> encryption, ReadOnlySpan<char> integrity, int number, ErrorList errors)
    {
        if (WiresharkNames.FindEncryption(Unquote(encryption)) is not { } cipher)
        {
            errors.Add(number, Names[4], "is no encryption algorithm that is known here; JSON can name every one (docs/EXPLAIN.md)");
            return null;
        }

        if (WiresharkNames.FindIntegrity(Unquote(integrity)) is not { } mac)
        {
            errors.Add(number, Names[7], "is no integrity algorithm that is known here; JSON can name every one (docs/EXPLAIN.md)");
            return null;
        }

        PacketTransform? transform = TransformCatalog.TryEsp(cipher, mac, allowLegacy: true, out string refusal);
        if (transform is null)
        {
            errors.Add(number, Names[4], refusal);
        }

        return transform;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> column) => column.Trim().Trim('"');
}
