using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Engine.Configuration.Json;

namespace Pipeline.Engine.Configuration;

/// <summary>Hexadecimal text to key material. No message quotes the text, and no copy of it stays behind.</summary>
internal static class KeyReader
{
    /// <summary>Bytes of the longest key that is read, salt included.</summary>
    public const int MaximumKeyLength = 256;

    /// <summary>Reads the field <c>key</c> of an algorithm.</summary>
    /// <param name="reader">The algorithm's object.</param>
    /// <param name="name">The algorithm, for the message.</param>
    /// <param name="length">Bytes that it takes, salt included.</param>
    /// <param name="saltLength">Bytes of them that are salt.</param>
    /// <returns>The key; empty when the algorithm takes none; null when an error was noted.</returns>
    public static SecretBytes? Read(ObjectReader reader, string name, int length, int saltLength)
    {
        ConfigurationNode? node = reader.Find("key");
        string wanted = saltLength == 0
            ? $"{length} bytes ({2 * length} hexadecimal digits)"
            : $"{length} bytes ({2 * length} hexadecimal digits): {length - saltLength} of key, then {saltLength} of salt";
        if (length == 0)
        {
            return ReadNone(reader, node, name);
        }

        if (node is null || node.Kind != NodeKind.String)
        {
            reader.Refuse("key", $"is not there as a string; {name} takes {wanted}");
            return null;
        }

        Span<byte> bytes = stackalloc byte[MaximumKeyLength];
        try
        {
            int read = Decode(node.Characters, bytes);
            if (read == length)
            {
                return new SecretBytes(bytes[..read]);
            }

            reader.Refuse("key", read < 0
                ? $"is not pairs of hexadecimal digits (0x in front, spaces and colons are allowed); {name} takes {wanted}"
                : $"has {read} bytes; {name} takes {wanted}");
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static SecretBytes? ReadNone(ObjectReader reader, ConfigurationNode? node, string name)
    {
        if (node is null || (node.Kind == NodeKind.String && node.Characters.IsEmpty))
        {
            return new SecretBytes([]);
        }

        reader.Refuse("key", $"must not be there: {name} takes no key; remove it");
        return null;
    }

    /// <summary>Decodes into <paramref name="bytes"/>, which are zero.</summary>
    /// <returns>How many bytes; -1 when it is not hexadecimal or far too long for any key.</returns>
    public static int Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        int digits = 0;
        foreach (char character in text)
        {
            if (character is ' ' or ':')
            {
                continue;
            }

            if (!char.IsAsciiHexDigit(character) || digits == 2 * bytes.Length)
            {
                return -1;
            }

            int value = character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
            bytes[digits / 2] = (byte)((bytes[digits / 2] << 4) | value);
            digits++;
        }

        return digits % 2 == 0 ? digits / 2 : -1;
    }
}
