using System.Text.Json;

namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>Writes one of <c>connections</c>.</summary>
internal static class ConnectionJson
{
    /// <summary>Writes a connection with its children.</summary>
    public static void Write(Utf8JsonWriter json, ImportedConnection connection)
    {
        json.WriteStartObject();
        json.WriteString("name", connection.Name);
        WriteVersion(json, connection);
        ImportJson.WriteOptional(json, "localAddress", connection.LocalAddress);
        ImportJson.WriteOptional(json, "remoteAddress", connection.RemoteAddress);
        ImportJson.WriteOptional(json, "localIdentity", connection.LocalIdentity);
        json.WriteString("remoteIdentity", connection.RemoteIdentity ?? "any");
        WriteProofs(json, connection);
        ImportJson.WriteAll(json, "ikeProposals", connection.Proposals);
        json.WriteString("initiate", connection.Initiate);
        foreach ((string name, bool value) in connection.Switches)
        {
            json.WriteBoolean(name, value);
        }

        WriteNumbers(json, connection.Numbers);
        ImportJson.WriteAll(json, "children", connection.Children, WriteChild);
        json.WriteEndObject();
    }

    /// <summary>The one place that knows how our configuration says IKEv1: IKEv2 is the default and is not written.</summary>
    private static void WriteVersion(Utf8JsonWriter json, ImportedConnection connection)
    {
        if (connection.IsVersion1)
        {
            json.WriteNumber("version", 1);
        }
    }

    private static void WriteProofs(Utf8JsonWriter json, ImportedConnection connection)
    {
        if (connection.LocalProof == connection.RemoteProof)
        {
            json.WriteString("authentication", Word(connection.LocalProof));
        }
        else
        {
            json.WriteString("localAuthentication", Word(connection.LocalProof));
            json.WriteString("remoteAuthentication", Word(connection.RemoteProof));
        }

        ImportJson.WriteOptional(json, "presharedKey", connection.PresharedKey);
        ImportJson.WriteOptional(json, "certificate", connection.LocalProof == ImportedProof.Certificate ? connection.Certificate : null);
    }

    private static string Word(ImportedProof proof) => proof == ImportedProof.PresharedKey ? "psk" : "certificate";

    private static void WriteChild(Utf8JsonWriter json, ImportedChild child)
    {
        json.WriteStartObject();
        json.WriteString("name", child.Name);
        ImportJson.WriteOptional(json, "protocol", child.IsAh ? "ah" : null);
        ImportJson.WriteOptional(json, "mode", child.IsTransport ? "transport" : null);
        ImportJson.WriteAll(json, "proposals", child.Proposals);
        ImportJson.WriteAll(json, "localSelectors", child.LocalSelectors, WriteSelector);
        ImportJson.WriteAll(json, "remoteSelectors", child.RemoteSelectors, WriteSelector);
        WriteNumbers(json, child.Numbers);
        json.WriteEndObject();
    }

    private static void WriteSelector(Utf8JsonWriter json, ImportedSelector selector)
    {
        if (selector is { Protocol: null, Ports: null, IcmpTypes: null })
        {
            json.WriteStringValue(selector.Addresses);
            return;
        }

        json.WriteStartObject();
        json.WriteString("addresses", selector.Addresses);
        ImportJson.WriteOptional(json, "protocol", selector.Protocol);
        ImportJson.WriteOptional(json, "ports", selector.Ports);
        ImportJson.WriteOptional(json, "icmpTypes", selector.IcmpTypes);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, OrderedDictionary<string, long> numbers)
    {
        foreach ((string name, long value) in numbers)
        {
            json.WriteNumber(name, value);
        }
    }
}
