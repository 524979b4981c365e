using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Crypto;
using Pipeline.Engine.Configuration.Json;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>Secrets and files of the object <c>credentials</c>. No message quotes a secret, and no copy of one stays behind.</summary>
internal static class SecretReader
{
    private const int LongestSecret = 4096;

    // Shorter ones are guessed offline by whoever takes part in one exchange (RFC 7296 §5).
    private const int ShortSecret = 16;

    /// <summary>Reads the secret of a preshared key: <c>secret</c> in place, or the content of <c>file</c>.</summary>
    /// <returns>The secret; an empty one when an error was noted.</returns>
    public static SecretBytes ReadPresharedKey(ObjectReader reader, ICredentialFiles files)
    {
        ConfigurationNode? inPlace = reader.Find("secret");
        if ((inPlace is null) == (reader.Find("file") is null))
        {
            reader.Refuse("file", "and \"secret\" are alternatives; write exactly one of them, such as \"file\": \"branch.psk\"");
            return new SecretBytes([]);
        }

        string field = inPlace is null ? "file" : "secret";
        SecretBytes secret = inPlace is null ? ReadFile(reader, "file", files) : ReadInPlace(reader, inPlace);
        if (secret.Length is > 0 and < ShortSecret)
        {
            reader.Warn(field, string.Create(
                CultureInfo.InvariantCulture,
                $"has a secret of {secret.Length} bytes, which can be guessed offline; make one of at least {ShortSecret} random bytes"));
        }

        return secret;
    }

    /// <summary>Reads a file with a secret in it; one line end behind it does not count.</summary>
    /// <returns>The secret; an empty one when an error was noted.</returns>
    public static SecretBytes ReadFile(ObjectReader reader, string field, ICredentialFiles files)
    {
        byte[] content = Read(reader, field, files, LongestSecret, isSecret: true);
        try
        {
            ReadOnlySpan<byte> secret = content;
            secret = secret.EndsWith("\r\n"u8) ? secret[..^2] : secret.EndsWith("\n"u8) ? secret[..^1] : secret;
            if (secret.IsEmpty && content.Length > 0)
            {
                reader.Refuse(field, "names a file with nothing in it; write the secret there");
            }

            return new SecretBytes(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Reads the file that a field names.</summary>
    /// <returns>Its content; empty when an error was noted.</returns>
    public static byte[] Read(ObjectReader reader, string field, ICredentialFiles files, int longest, bool isSecret)
    {
        ConfigurationNode? node = reader.Require(field, "\"name-of-file.pem\"");
        return node is null ? [] : Read(node, reader.Errors, files, longest, isSecret);
    }

    /// <summary>Reads the file that a value names.</summary>
    /// <returns>Its content; empty when an error was noted.</returns>
    public static byte[] Read(ConfigurationNode node, ErrorList errors, ICredentialFiles files, int longest, bool isSecret)
    {
        if (node.Kind != NodeKind.String || node.Characters.IsEmpty)
        {
            errors.Add(node, $"is {ObjectReader.Describe(node)} and no name of a file; write one, such as \"gateway.pem\"");
            return [];
        }

        if (!files.TryRead(node.Text, longest, out CredentialFile file, out string problem))
        {
            errors.Add(node, problem);
            return [];
        }

        if (file.Content.Length == 0)
        {
            errors.Add(node, "names an empty file; name the right one");
        }

        if (isSecret && file.OthersCanRead)
        {
            errors.Warn(node, "can be read by everybody on this machine; take that right away: chmod o-r");
        }

        return file.Content;
    }

    private static SecretBytes ReadInPlace(ObjectReader reader, ConfigurationNode node)
    {
        int length = node.Kind == NodeKind.String ? Encoding.UTF8.GetByteCount(node.Characters) : 0;
        if (length is 0 or > LongestSecret)
        {
            reader.Refuse("secret", $"is not a string of 1 to {LongestSecret} bytes; write one, or name a \"file\"");
            return new SecretBytes([]);
        }

        reader.Warn("secret", "stands in the configuration, which many may read; better name a \"file\" that its owner alone can read");
        return SecretBytes.Create(length, node, static (bytes, from) => Encoding.UTF8.GetBytes(from.Characters, bytes));
    }
}
