using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Engine.Configuration.IkeKeys;

/// <summary>Reads the keys of recorded IKE SAs: Wireshark's <c>ikev2_decryption_table</c>, or JSON (docs/EXPLAIN.md).</summary>
public static class IkeKeyFileReader
{
    /// <summary>Reads the file, and finds every error in it.</summary>
    /// <param name="file">The file's name, for the errors.</param>
    /// <param name="bytes">Its bytes: UTF-8. The caller erases them, since they hold keys.</param>
    /// <returns>The keys, which the caller owns; or errors, and then no key is left in memory but in the bytes given.</returns>
    public static ConfigurationResult<IReadOnlyList<ObservedKeys>> Read(string file, ReadOnlySpan<byte> bytes)
    {
        var errors = new ErrorList(file);
        List<ObservedKeys> keys = IsJson(bytes) ? IkeKeyJson.Read(bytes, errors) : WiresharkTable.Read(bytes, errors);
        if (keys.Count == 0 && errors.Count == 0)
        {
            errors.Add(1, "", "has no key; write a line of Wireshark's ikev2_decryption_table, or JSON with \"ikeSas\"");
        }

        if (errors.Count > 0)
        {
            keys.ForEach(key => key.Dispose());
        }

        return errors.ToResult<IReadOnlyList<ObservedKeys>>(keys);
    }

    /// <summary>JSON begins with a brace, or with a comment; a table with a hexadecimal digit or #.</summary>
    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> text = (bytes.StartsWith(byteOrderMark) ? bytes[byteOrderMark.Length..] : bytes).TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[' or (byte)'/';
    }
}
