namespace Pipeline.InteropTests.Lab;

/// <summary>Writes a swanctl.conf for the right side of a network.</summary>
/// <remarks>Who has a certificate in <see cref="Credentials"/> proves himself with it, else with the preshared key.</remarks>
public sealed record SwanctlFile
{
    /// <summary>The secret that both sides share unless a case wants otherwise.</summary>
    public const string Secret = "lab-secret-0123456789";

    /// <summary>Which IKE the connection speaks: 1 or 2.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Proposals of the IKE SA, in strongSwan's words.</summary>
    public string IkeProposal { get; init; } = "aes128gcm16-prfsha256-x25519";

    /// <summary>Proposals of the Child SA, when it is the only one.</summary>
    public string ChildProposal { get; init; } = "aes128gcm16";

    /// <summary>The preshared key.</summary>
    public string PresharedKey { get; init; } = Secret;

    /// <summary>Its certificate, and the roots that it believes.</summary>
    public LabCredentials Credentials { get; init; } = new();

    /// <summary>How it signs: <c>pubkey</c> lets it choose, <c>ecdsa-sha512</c> does not.</summary>
    public string Signature { get; init; } = "pubkey";

    /// <summary>Who it says it is.</summary>
    public string LocalIdentity { get; init; } = "right.example";

    /// <summary>Who we must be.</summary>
    public string RemoteIdentity { get; init; } = "left.example";

    /// <summary>Its address, or <c>%any</c>.</summary>
    public string LocalAddress { get; init; } = LabAddresses.GuestOuter(IpVersion.V4);

    /// <summary>The network behind it, when there is one child only.</summary>
    public string LocalNetwork { get; init; } = LabAddresses.GuestNetwork(IpVersion.V4);

    /// <summary>The network behind us, when there is one child only.</summary>
    public string RemoteNetwork { get; init; } = LabAddresses.OurNetwork(IpVersion.V4);

    /// <summary>More lines of the connection.</summary>
    public string ConnectionLines { get; init; } = "";

    /// <summary>More lines of each child.</summary>
    public string ChildLines { get; init; } = "";

    /// <summary>More lines of strongswan.conf, in the section of the daemon.</summary>
    public string DaemonLines { get; init; } = "";

    /// <summary>The children; empty for one named <c>net</c>.</summary>
    public IReadOnlyList<LabChild> Children { get; init; } = [];

    /// <summary>The file.</summary>
    public override string ToString()
    {
        IReadOnlyList<LabChild> children = Children.Count > 0
            ? Children
            : [new() { Proposal = ChildProposal, LeftNetwork = RemoteNetwork, RightNetwork = LocalNetwork }];
        return $$"""
            connections {
              lab {
                version = {{Version}}
                local_addrs = {{LocalAddress}}
                remote_addrs = {{LabAddresses.OurOuter(IpVersion.V4)}}
                proposals = {{IkeProposal}}
                mobike = no
                {{ConnectionLines}}
                local { auth = {{(Credentials.Own is null ? "psk" : Signature)}}
                  id = {{LocalIdentity}}
                  {{(Credentials.Own is null ? "" : "certs = own.pem")}}
                }
                remote { auth = {{(Credentials.Roots.Count == 0 ? "psk" : "pubkey")}}
                  id = {{RemoteIdentity}}
                }
                children {
                  {{string.Join('\n', children.Select(Child))}}
                }
              }
            }
            secrets {
              ike-lab { secret = "{{PresharedKey}}" }
            }
            """;
    }

    private string Child(LabChild child) => $$"""
        {{child.Name}} {
          local_ts = {{child.RightNetwork ?? "dynamic"}}
          remote_ts = {{child.LeftNetwork ?? "dynamic"}}
          {{(child.IsAh ? "ah" : "esp")}}_proposals = {{child.Proposal}}
          mode = {{(child.Mode == IpsecMode.Tunnel ? "tunnel" : "transport")}}
          rekey_time = 1h
          {{ChildLines}}
        }
        """;
}
