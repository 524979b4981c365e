using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>The fields <c>encryption</c> and <c>integrity</c> of an SA to a transform and its keys.</summary>
internal static class SuiteReader
{
    private static readonly string[] EncryptionNames = [.. TransformCatalog.Encryptions.Select(row => row.Name)];
    private static readonly string[] IntegrityNames = [.. TransformCatalog.Integrities.Select(row => row.Name)];

    public static Suite Read(ObjectReader sa, SaProtocol protocol, bool allowLegacy)
    {
        (EncryptionAlgorithm? encryption, SecretBytes encryptionKey) = ReadEncryption(sa, protocol);
        (IntegrityAlgorithm? integrity, SecretBytes integrityKey) = ReadIntegrity(sa, protocol);
        PacketTransform? transform = null;
        if (integrity is not null && (encryption is not null || protocol == SaProtocol.Ah))
        {
            transform = Find(sa, protocol, encryption, integrity, allowLegacy);
        }

        return new Suite(transform, encryptionKey, integrityKey);
    }

    private static PacketTransform? Find(
        ObjectReader sa, SaProtocol protocol, EncryptionAlgorithm? encryption, IntegrityAlgorithm integrity, bool allowLegacy)
    {
        string refusal;
        PacketTransform? transform = protocol == SaProtocol.Ah
            ? TransformCatalog.TryAh(integrity, allowLegacy, out refusal)
            : TransformCatalog.TryEsp(encryption!, integrity, allowLegacy, out refusal);
        if (transform is null)
        {
            bool blameEncryption = protocol == SaProtocol.Esp && (encryption!.IsLegacy || sa.Find("integrity") is null);
            sa.Refuse(blameEncryption ? "encryption" : "integrity", $"does not do: {refusal}");
        }

        return transform;
    }

    private static (EncryptionAlgorithm? Algorithm, SecretBytes Key) ReadEncryption(ObjectReader sa, SaProtocol protocol)
    {
        var none = new SecretBytes([]);
        if (protocol == SaProtocol.Ah)
        {
            if (sa.Find("encryption") is not null)
            {
                sa.Refuse("encryption", "must not be there: AH does not encrypt (RFC 4302); remove it or use ESP");
            }

            return (null, none);
        }

        sa.Require("encryption", "{ \"algorithm\": \"aes128-gcm\", \"key\": \"...\" }");
        ObjectReader? reader = sa.OpenMember("encryption", ConfigurationFields.Algorithm);
        string? name = ReadName(reader, "aes128-gcm");
        if (reader is null || name is null)
        {
            return (null, none);
        }

        if (!TransformCatalog.TryFindEncryption(name, out EncryptionAlgorithm algorithm))
        {
            reader.Refuse("algorithm", $"is not a known encryption algorithm{NearestName.Suggest(name, EncryptionNames)}");
            return (null, none);
        }

        return (algorithm, KeyReader.Read(reader, algorithm.Name, algorithm.KeyLength, algorithm.SaltLength) ?? none);
    }

    private static (IntegrityAlgorithm? Algorithm, SecretBytes Key) ReadIntegrity(ObjectReader sa, SaProtocol protocol)
    {
        var none = new SecretBytes([]);
        if (protocol == SaProtocol.Ah)
        {
            sa.Require("integrity", "{ \"algorithm\": \"hmac-sha256-128\", \"key\": \"...\" }");
        }

        if (sa.Find("integrity") is null)
        {
            return (protocol == SaProtocol.Ah ? null : TransformCatalog.NoIntegrity, none);
        }

        ObjectReader? reader = sa.OpenMember("integrity", ConfigurationFields.Algorithm);
        string? name = ReadName(reader, "hmac-sha256-128");
        if (reader is null || name is null)
        {
            return (null, none);
        }

        if (!TransformCatalog.TryFindIntegrity(name, out IntegrityAlgorithm algorithm))
        {
            reader.Refuse("algorithm", $"is not a known integrity algorithm{NearestName.Suggest(name, IntegrityNames)}");
            return (null, none);
        }

        return (algorithm, KeyReader.Read(reader, algorithm.Name, algorithm.KeyLength, algorithm.SaltLength) ?? none);
    }

    private static string? ReadName(ObjectReader? reader, string example) =>
        reader?.Name("algorithm", example) is { Length: > 0 } name ? name : null;
}
