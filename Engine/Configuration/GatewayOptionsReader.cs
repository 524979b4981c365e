using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Control;
using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Configuration.Policies;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads the gateway's configuration file (docs/CONFIGURATION.md).</summary>
public static class GatewayOptionsReader
{
    /// <summary>Reads a file that names no other files.</summary>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte}, ICredentialFiles, TimeProvider)"/>
    public static ConfigurationResult<GatewayOptions> Read(string file, ReadOnlySpan<byte> json) =>
        Read(file, json, new NoCredentialFiles());

    /// <summary>Reads the file and the credentials that it names, and finds every error in them.</summary>
    /// <param name="file">The file's name, for the errors.</param>
    /// <param name="json">Its bytes: UTF-8. The caller erases them, since they hold keys.</param>
    /// <param name="files">Where the files are that it names.</param>
    /// <param name="time">By which certificates are checked for their dates; null not to: a gateway starts whatever they are.</param>
    /// <returns>The options; or errors, and then no key is left in memory but in the bytes given.</returns>
    public static ConfigurationResult<GatewayOptions> Read(
        string file, ReadOnlySpan<byte> json, ICredentialFiles files, TimeProvider? time = null)
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
                ? ReadRoot(reader, files, new CertificateDates(errors, time?.GetUtcNow()), errors)
                : null;
            if (errors.Count > 0 && options is not null)
            {
                SaList.Erase(options.SecurityAssociations);
                options.Credentials.Dispose();
            }

            return errors.ToResult(options);
        }
        finally
        {
            root.Erase();
        }
    }

    /// <summary>Reads only how the gateway is given orders, whatever else is wrong in the file: to have it read a corrected one.</summary>
    /// <param name="file">The file's name, for the errors.</param>
    /// <param name="json">Its bytes: UTF-8. The caller erases them, since they hold keys.</param>
    public static ConfigurationResult<ControlOptions> ReadControl(string file, ReadOnlySpan<byte> json)
    {
        var errors = new ErrorList(file);
        ConfigurationNode? root = JsonTreeReader.Read(json, errors);
        if (root is null)
        {
            return errors.ToResult<ControlOptions>(null);
        }

        try
        {
            return errors.ToResult(root.Members.TryGetValue("control", out ConfigurationNode? control)
                ? ControlOptionsReader.Read(ObjectReader.Open(control, ConfigurationFields.Control, errors))
                : new ControlOptions());
        }
        finally
        {
            root.Erase();
        }
    }

    private static GatewayOptions ReadRoot(ObjectReader root, ICredentialFiles files, CertificateDates dates, ErrorList errors)
    {
        ShardOptions shards = ShardOptionsReader.Read(root.OpenMember("shards", ConfigurationFields.Shards));
        PortOptions ports = PortOptionsReader.Read(root.OpenMember("ports", ConfigurationFields.Ports), shards.MaximumPacketLength);
        var defaults = new SaFileDefaults(root.Boolean("allowLegacy", fallback: false), shards.ReplayWindowPackets);
        List<SaParameters> sas = SaList.Read(root.Items("securityAssociations"), defaults, errors);
        IkeOptions ike = IkeOptionsReader.Read(root.OpenMember("ike", ConfigurationFields.Ike), defaults.AllowLegacy);
        CredentialSet credentials = CredentialReader.Read(
            root.OpenMember("credentials", ConfigurationFields.Credentials), files, dates, errors, ike.AllowLegacy);
        List<ConnectionSettings> connections = new ConnectionReader(credentials, ike, shards.ReplayWindowPackets).ReadAll(root);
        InitiatorPorts.Check(root, ports.Outer, connections, errors);
        var names = new PolicyNames(sas, SaList.UnreadNames(root.Items("securityAssociations"), sas), connections);
        AssignedPolicy assigned = AssignedPolicy.Read(root, names);
        SecurityPolicy policy = ConnectionRules.Complete(assigned.Policy, assigned.Connections);
        return new GatewayOptions
        {
            Shards = shards,
            Ports = ports,
            SecurityAssociations = sas,
            Control = ControlOptionsReader.Read(root.OpenMember("control", ConfigurationFields.Control)),
            Ike = ike,
            Credentials = credentials,
            Connections = ConnectionRules.NameRules(policy, assigned.Connections),
            Policy = policy,
        };
    }
}
