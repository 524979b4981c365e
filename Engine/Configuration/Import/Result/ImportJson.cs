using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>Writes what was imported as a configuration of the gateway.</summary>
internal static class ImportJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration, as text that ends with a line end.</summary>
    public static string Write(ImportedGateway gateway)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "gateway.schema.json");
            if (gateway.AllowsLegacy)
            {
                json.WriteStartObject("ike");
                json.WriteBoolean("allowLegacy", true);
                json.WriteEndObject();
            }

            WriteCredentials(json, gateway);
            WriteAll(json, "connections", gateway.Connections, ConnectionJson.Write);
            WritePolicies(json, gateway);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    /// <summary>Writes an array of objects; nothing when there are none.</summary>
    public static void WriteAll<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an array of strings; nothing when there are none.</summary>
    public static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyCollection<string> items) =>
        WriteAll(json, name, items, (writer, item) => writer.WriteStringValue(item));

    /// <summary>Writes a string; nothing for null.</summary>
    public static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteCredentials(Utf8JsonWriter json, ImportedGateway gateway)
    {
        if (gateway is { Keys.Count: 0, Certificates.Count: 0, TrustAnchors.Count: 0 })
        {
            return;
        }

        json.WriteStartObject("credentials");
        WriteAll(json, "presharedKeys", gateway.Keys, WriteKey);
        WriteAll(json, "certificates", gateway.Certificates, WriteCertificate);
        WriteAll(json, "trustAnchors", gateway.TrustAnchors);
        WriteOptional(json, "revocation", gateway.IsStrict ? "strict" : null);
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, ImportedKey key)
    {
        json.WriteStartObject();
        json.WriteString("name", key.Name);
        WriteAll(json, "identities", [.. key.Owners.Select(Words.Identities.Translate).OfType<string>().Distinct(StringComparer.Ordinal)]);
        json.WriteString("file", key.File);
        json.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter json, ImportedCertificate certificate)
    {
        json.WriteStartObject();
        json.WriteString("name", certificate.Name);
        json.WriteString("file", certificate.File);
        json.WriteString("privateKeyFile", certificate.PrivateKeyFile);
        WriteOptional(json, "passphraseFile", certificate.PassphraseFile);
        json.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter json, ImportedGateway gateway)
    {
        if (gateway.Policies is [var only])
        {
            json.WritePropertyName("policy");
            PolicyJson.Write(json, only);
            return;
        }

        WriteAll(json, "policies", gateway.Policies, PolicyJson.Write);
        WriteOptional(json, "assignedPolicy", gateway.Policies.Count > 0 ? gateway.AssignedPolicy ?? gateway.Policies[0].Name : null);
    }
}
