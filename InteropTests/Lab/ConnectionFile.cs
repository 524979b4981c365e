using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.InteropTests.Lab;

/// <summary>Writes our configuration for one side of a <see cref="NetworkPair"/>: one connection, one child, a TUN device.</summary>
public sealed record ConnectionFile
{
    /// <summary>Proposals of the IKE SA.</summary>
    public string IkeProposal { get; init; } = "aes128gcm16-prfsha256-x25519";

    /// <summary>Proposals of the Child SA.</summary>
    public string ChildProposal { get; init; } = "aes128gcm16";

    /// <summary>The preshared key.</summary>
    public string PresharedKey { get; init; } = SwanctlFile.Secret;

    /// <summary>Who we say we are.</summary>
    public string LocalIdentity { get; init; } = "left.example";

    /// <summary>When we begin.</summary>
    public string Initiate { get; init; } = "onTraffic";

    /// <summary>Seconds after which the child is replaced; 0 for the default.</summary>
    public int ChildRekeySeconds { get; init; }

    /// <summary>Seconds after which the IKE SA is replaced; 0 for the default.</summary>
    public int IkeRekeySeconds { get; init; }

    /// <summary>Seconds of silence after which the peer is asked for a sign of life.</summary>
    public int DeadPeerDetectionSeconds { get; init; } = 30;

    /// <summary>True to write the other side's: who begins is then the left side.</summary>
    public bool IsRight { get; init; }

    /// <summary>Names of further connections, to peers that are not there.</summary>
    public IReadOnlyList<string> Spares { get; init; } = [];

    /// <summary>The file.</summary>
    public override string ToString()
    {
        var child = new JsonObject
        {
            ["name"] = "net",
            ["proposals"] = new JsonArray(ChildProposal),
            ["localSelectors"] = new JsonArray(IsRight ? LabAddresses.GuestNetwork(IpVersion.V4) : LabAddresses.OurNetwork(IpVersion.V4)),
            ["remoteSelectors"] = new JsonArray(IsRight ? LabAddresses.OurNetwork(IpVersion.V4) : LabAddresses.GuestNetwork(IpVersion.V4)),
        };
        var connection = new JsonObject
        {
            ["name"] = "lab",
            ["localAddress"] = IsRight ? LabAddresses.GuestOuter(IpVersion.V4) : LabAddresses.OurOuter(IpVersion.V4),
            ["remoteAddress"] = IsRight ? LabAddresses.OurOuter(IpVersion.V4) : LabAddresses.GuestOuter(IpVersion.V4),
            ["localIdentity"] = IsRight ? "right.example" : LocalIdentity,
            ["remoteIdentity"] = IsRight ? LocalIdentity : "right.example",
            ["authentication"] = "psk",
            ["ikeProposals"] = new JsonArray(IkeProposal),
            ["initiate"] = Initiate,
            ["deadPeerDetectionSeconds"] = DeadPeerDetectionSeconds,
            ["retransmit"] = new JsonObject { ["firstWaitMilliseconds"] = 1000, ["tries"] = 2 },
            ["children"] = new JsonArray(child),
        };
        if (ChildRekeySeconds > 0)
        {
            child["rekeyAfterSeconds"] = ChildRekeySeconds;
        }

        if (IkeRekeySeconds > 0)
        {
            connection["rekeyAfterSeconds"] = IkeRekeySeconds;
        }

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
                    ["routes"] = new JsonArray(IsRight ? LabAddresses.OurNetwork(IpVersion.V4) : LabAddresses.GuestNetwork(IpVersion.V4)),
                },
            },
            ["credentials"] = new JsonObject
            {
                ["presharedKeys"] = new JsonArray(new JsonObject
                {
                    ["secret"] = PresharedKey,
                }),
            },
            ["connections"] = new JsonArray([connection, .. Spares.Select(Spare)]),
        };
        return file.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

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
}
