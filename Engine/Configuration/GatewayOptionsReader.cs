using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads the gateway's configuration file (docs/CONFIGURATION.md).</summary>
public static class GatewayOptionsReader
{
    /// <summary>Reads the file, and finds every error in it.</summary>
    /// <param name="file">The file's name, for the errors.</param>
    /// <param name="json">Its bytes: UTF-8. The caller erases them, since they hold keys.</param>
    /// <returns>The options; or errors, and then no key is left in memory but in the bytes given.</returns>
    public static ConfigurationResult<GatewayOptions> Read(string file, ReadOnlySpan<byte> json)
    {
        var errors = new ErrorList(file);
        ConfigurationNode? root = JsonTreeReader.Read(json, errors);
        if (root is null)
        {
            return errors.ToResult<GatewayOptions>(null);
        }

        try
        {
            GatewayOptions? options = ObjectReader.Open(root, ConfigurationFields.Gateway, errors) is { } reader
                ? ReadRoot(reader, errors)
                : null;
            if (errors.Count > 0 && options is not null)
            {
                SaList.Erase(options.SecurityAssociations);
            }

            return errors.ToResult(options);
        }
        finally
        {
            root.Erase();
        }
    }

    private static GatewayOptions ReadRoot(ObjectReader root, ErrorList errors)
    {
        ShardOptions shards = ShardOptionsReader.Read(root.OpenMember("shards", ConfigurationFields.Shards));
        PortOptions ports = PortOptionsReader.Read(root.OpenMember("ports", ConfigurationFields.Ports), shards.MaximumPacketLength);
        var defaults = new SaFileDefaults(root.Boolean("allowLegacy", fallback: false), shards.ReplayWindowPackets);
        List<SaParameters> sas = SaList.Read(root.Items("securityAssociations"), defaults, errors);
        SecurityPolicy policy = PolicyReader.Read(
            root.Find("policy"), sas, SaList.UnreadNames(root.Items("securityAssociations"), sas), errors);
        return new GatewayOptions { Shards = shards, Ports = ports, SecurityAssociations = sas, Policy = policy };
    }
}
