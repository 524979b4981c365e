using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>A JSON string to an <see cref="IkeIdentity"/>.</summary>
internal static class IdentityReader
{
    /// <summary>Reads a value.</summary>
    /// <returns>Null when an error was noted.</returns>
    public static IkeIdentity? Read(ConfigurationNode node, ErrorList errors)
    {
        if (node.Kind == NodeKind.String && IkeIdentity.TryParse(node.Text, out IkeIdentity identity))
        {
            return identity;
        }

        errors.Add(node, "is no identity; write a domain name, \"user@host\", an address, \"CN=gateway, O=Example\" or \"keyid:text\"");
        return null;
    }

    /// <summary>Reads a member; null when it is not there, or an error was noted.</summary>
    public static IkeIdentity? Read(ObjectReader reader, string field) =>
        reader.Find(field) is { } node ? Read(node, reader.Errors) : null;
}
