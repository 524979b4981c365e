using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.InteropTests.Lab;

/// <summary>Writes our configuration for one side of a network: one connection, its children, a TUN device.</summary>
/// <remarks>Who has a certificate in <see cref="Credentials"/> proves himself with it, else with the preshared key.</remarks>
public sealed record ConnectionFile
{
    /// <summary>Which IKE the connection speaks: 1 or 2.</summary>
    public int Version { get; init; } = 2;

    /// <summary>True to take weak algorithms too.</summary>
    public bool AllowLegacy { get; init; }

    /// <summary>Proposals of the IKE SA.</summary>
    public string IkeProposal { get; init; } = "aes128gcm16-prfsha256-x25519";

    /// <summary>Proposals of the child, when it is the only one.</summary>
    public string ChildProposal { get; init; } = "aes128gcm16";

    /// <summary>The preshared key.</summary>
    public string PresharedKey { get; init; } = SwanctlFile.Secret;

    /// <summary>Our certificate, and the roots that we believe.</summary>
    public LabCredentials Credentials { get; init; } = new();

    /// <summary>Who we say we are.</summary>
    public string LocalIdentity { get; init; } = "left.example";

    /// <summary>Who the peer must be.</summary>
    public string RemoteIdentity { get; init; } = "right.example";

    /// <summary>Our address, or <c>any</c>.</summary>
    public string LocalAddress { get; init; } = LabAddresses.OurOuter(IpVersion.V4);

    /// <summary>The peer's address.</summary>
    public string RemoteAddress { get; init; } = LabAddresses.GuestOuter(IpVersion.V4);

    /// <summary>When we begin.</summary>
    public string Initiate { get; init; } = "onTraffic";

    /// <summary>Seconds after which the child is replaced, when it is the only one; 0 for the default.</summary>
    public int ChildRekeySeconds { get; init; }

    /// <summary>Seconds after which the IKE SA is replaced; 0 for the default.</summary>
    public int IkeRekeySeconds { get; init; }

    /// <summary>Seconds after which the peer is authenticated anew; 0 for never.</summary>
    public int ReauthenticateSeconds { get; init; }

    /// <summary>Seconds of silence after which the peer is asked for a sign of life.</summary>
    public int DeadPeerDetectionSeconds { get; init; } = 30;

    /// <summary>True for ESP in UDP without a NAT.</summary>
    public bool ForceEncapsulation { get; init; }

    /// <summary>True to write the other side's of a <see cref="NetworkPair"/>: who begins is then the left side.</summary>
    public bool IsRight { get; init; }

    /// <summary>Names of further connections, to peers that are not there.</summary>
    public IReadOnlyList<string> Spares { get; init; } = [];

    /// <summary>The children; empty for one named <c>net</c>.</summary>
    public IReadOnlyList<LabChild> Children { get; init; } = [];

    /// <summary>The file.</summary>
    public override string ToString()
    {
        IReadOnlyList<LabChild> children = Children.Count > 0 ? Children : [new() { Proposal = ChildProposal, RekeySeconds = ChildRekeySeconds }];
        var file = new JsonObject
        {
            ["control"] = new JsonObject { ["socket"] = RunningGateway.SocketName },
            ["shards"] = new JsonObject { ["shardCount"] = 2 },
            ["ports"] = new JsonObject
            {
                ["tun"] = new JsonObject
                {
                    ["name"] = "tun0",
                    ["addresses"] = new JsonArray(
                        $"{(IsRight ? LabAddresses.GuestInner(IpVersion.V4) : LabAddresses.OurInner(IpVersion.V4))}/32"),
                    ["routes"] = new JsonArray([.. children.Select(FarNetwork).OfType<string>().Distinct().Select(Text)]),
                },
            },
            ["ike"] = new JsonObject { ["allowLegacy"] = AllowLegacy },
            ["credentials"] = CredentialsObject(),
            ["connections"] = new JsonArray([Connection(children), .. Spares.Select(Spare)]),
        };
        return file.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private JsonObject Connection(IReadOnlyList<LabChild> children)
    {
        var connection = new JsonObject
        {
            ["name"] = "lab",
            ["version"] = Version,
            ["localAddress"] = IsRight ? RemoteAddress : LocalAddress,
            ["remoteAddress"] = IsRight ? LocalAddress : RemoteAddress,
            ["localIdentity"] = IsRight ? RemoteIdentity : LocalIdentity,
            ["remoteIdentity"] = IsRight ? LocalIdentity : RemoteIdentity,
            ["localAuthentication"] = Credentials.Own is null ? "psk" : "certificate",
            ["remoteAuthentication"] = Credentials.Roots.Count == 0 ? "psk" : "certificate",
            ["ikeProposals"] = new JsonArray(IkeProposal),
            ["initiate"] = Initiate,
            ["deadPeerDetectionSeconds"] = DeadPeerDetectionSeconds,
            ["reauthenticateAfterSeconds"] = ReauthenticateSeconds,
            ["forceEncapsulation"] = ForceEncapsulation,
            ["retransmit"] = new JsonObject { ["firstWaitMilliseconds"] = 1000, ["tries"] = 2 },
            ["children"] = new JsonArray([.. children.Select(Child)]),
        };
        if (IkeRekeySeconds > 0)
        {
            connection["rekeyAfterSeconds"] = IkeRekeySeconds;
        }

        return connection;
    }

    private JsonObject Child(LabChild child)
    {
        var one = new JsonObject
        {
            ["name"] = child.Name,
            ["protocol"] = child.IsAh ? "ah" : "esp",
            ["mode"] = child.Mode == IpsecMode.Tunnel ? "tunnel" : "transport",
            ["proposals"] = new JsonArray(child.Proposal),
        };
        if (child is { LeftNetwork: { } left, RightNetwork: { } right })
        {
            one["localSelectors"] = new JsonArray(IsRight ? right : left);
            one["remoteSelectors"] = new JsonArray(IsRight ? left : right);
        }

        if (child.RekeySeconds > 0)
        {
            one["rekeyAfterSeconds"] = child.RekeySeconds;
        }

        return one;
    }

    private JsonObject CredentialsObject()
    {
        var credentials = new JsonObject
        {
            ["presharedKeys"] = new JsonArray(new JsonObject
            {
                ["secret"] = PresharedKey,
            }),
            ["trustAnchors"] = new JsonArray([.. Enumerable.Range(0, Credentials.Roots.Count).Select(number => Text($"root{number}.pem"))]),
            ["revocationLists"] = new JsonArray([.. Enumerable.Range(0, Credentials.RevocationLists.Count).Select(number => Text($"crl{number}.pem"))]),
        };
        if (Credentials.Own is not null)
        {
            credentials["certificates"] = new JsonArray(new JsonObject { ["file"] = "own.pem", ["privateKeyFile"] = "own.key" });
        }

        return credentials;
    }

    private string? FarNetwork(LabChild child) => IsRight ? child.LeftNetwork : child.RightNetwork;

    private static JsonObject Spare(string name, int index) => new()
    {
        ["name"] = name,
        ["localAddress"] = LabAddresses.OurOuter(IpVersion.V4),
        ["remoteAddress"] = $"203.0.113.{index + 1}",
        ["authentication"] = "psk",
        ["children"] = new JsonArray(new JsonObject
        {
            ["name"] = "net",
            ["localSelectors"] = new JsonArray(LabAddresses.OurNetwork(IpVersion.V4)),
            ["remoteSelectors"] = new JsonArray($"10.62.{index}.0/24"),
        }),
    };

    private static JsonNode Text(string text) => JsonValue.Create(text);
}
