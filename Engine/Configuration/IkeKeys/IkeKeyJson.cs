using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Engine.Configuration.IkeKeys;

/// <summary>Keys of IKE SAs as JSON: an object with <c>ikeSas</c>.</summary>
internal static class IkeKeyJson
{
    private const int Most = 65_536;

    private static readonly string[] FileFields = ["$schema", "ikeSas"];
    private static readonly string[] KeyFields = ["initiatorSpi", "responderSpi", "suite", "skEi", "skEr", "skAi", "skAr"];

    /// <summary>Reads all of them.</summary>
    internal static List<ObservedKeys> Read(ReadOnlySpan<byte> json, ErrorList errors)
    {
        var keys = new List<ObservedKeys>();
        ConfigurationNode? root = JsonTreeReader.Read(json, errors);
        if (root is null)
        {
            return keys;
        }

        try
        {
            IList<ConfigurationNode> items = ObjectReader.Open(root, FileFields, errors)?.Items("ikeSas") ?? [];
            if (items.Count > Most)
            {
                errors.Add(root, $"has {items.Count} IKE SAs; write at most {Most}");
                return keys;
            }

            foreach (ConfigurationNode item in items)
            {
                if (ObjectReader.Open(item, KeyFields, errors) is { } reader)
                {
                    keys.Add(ReadOne(reader));
                }
            }
        }
        finally
        {
            root.Erase();
        }

        return keys;
    }

    private static ObservedKeys ReadOne(ObjectReader reader)
    {
        PacketTransform? transform = ReadSuite(reader);
        return new ObservedKeys
        {
            InitiatorSpi = ReadSpi(reader, "initiatorSpi"),
            ResponderSpi = ReadSpi(reader, "responderSpi"),
            Transform = transform,
            SkEi = ReadKey(reader, "skEi"),
            SkEr = ReadKey(reader, "skEr"),
            SkAi = ReadKey(reader, "skAi"),
            SkAr = ReadKey(reader, "skAr"),
        };
    }

    /// <summary>Null when it is not there, or an error was noted.</summary>
    private static PacketTransform? ReadSuite(ObjectReader reader)
    {
        if (reader.OptionalName("suite", "aes128-gcm") is not { Length: > 0 } suite)
        {
            return null;
        }

        if (!TransformCatalog.TryParseSuite(suite, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity))
        {
            reader.Refuse(
                "suite", "is no suite; write one such as \"aes128-gcm\" or \"aes256-cbc+hmac-sha256-128\", or none for what the capture shows");
            return null;
        }

        PacketTransform? transform = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, out string refusal);
        if (transform is null)
        {
            reader.Refuse("suite", refusal);
        }

        return transform;
    }

    private static ulong ReadSpi(ObjectReader reader, string field)
    {
        ConfigurationNode? node = reader.Require(field, "\"0fd70ea9fa59a65b\"");
        ReadOnlySpan<char> text = node is { Kind: NodeKind.String } ? node.Characters : [];
        text = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (node is not null && !IsSpi(text))
        {
            reader.Refuse(field, "is not a string of 16 hexadecimal digits that are not all zero; write one, such as \"0fd70ea9fa59a65b\"");
        }

        return ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong spi) ? spi : 0;
    }

    private static bool IsSpi(ReadOnlySpan<char> text) =>
        text.Length == 2 * sizeof(ulong)
        && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong spi) && spi != 0;

    /// <summary>Empty when it is not there: combined algorithms have no SK_a.</summary>
    private static SecretBytes ReadKey(ObjectReader reader, string field)
    {
        ConfigurationNode? node = reader.Find(field);
        if (node is null)
        {
            return new SecretBytes([]);
        }

        Span<byte> bytes = stackalloc byte[KeyReader.MaximumKeyLength];
        int length = node.Kind == NodeKind.String ? KeyReader.Decode(node.Characters, bytes) : -1;
        if (length < 0)
        {
            reader.Refuse(field, "is not a string of pairs of hexadecimal digits");
        }

        var key = new SecretBytes(bytes[..Math.Max(length, 0)]);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }
}
