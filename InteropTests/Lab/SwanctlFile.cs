namespace Pipeline.InteropTests.Lab;

/// <summary>Writes a swanctl.conf for the right side of a <see cref="NetworkPair"/>: a peer that shares a secret with us.</summary>
public sealed record SwanctlFile
{
    /// <summary>The secret that both sides share unless a case wants otherwise.</summary>
    public const string Secret = "lab-secret-0123456789";

    /// <summary>Proposals of the IKE SA, in strongSwan's words.</summary>
    public string IkeProposal { get; init; } = "aes128gcm16-prfsha256-x25519";

    /// <summary>Proposals of the Child SA.</summary>
    public string ChildProposal { get; init; } = "aes128gcm16";

    /// <summary>The preshared key.</summary>
    public string PresharedKey { get; init; } = Secret;

    /// <summary>Who we must be.</summary>
    public string RemoteIdentity { get; init; } = "left.example";

    /// <summary>The network behind it.</summary>
    public string LocalNetwork { get; init; } = LabAddresses.GuestNetwork(IpVersion.V4);

    /// <summary>The network behind us.</summary>
    public string RemoteNetwork { get; init; } = LabAddresses.OurNetwork(IpVersion.V4);

    /// <summary>More lines of the connection.</summary>
    public string ConnectionLines { get; init; } = "";

    /// <summary>The file.</summary>
    public override string ToString() => $$"""
        connections {
          lab {
            version = 2
            local_addrs = {{LabAddresses.GuestOuter(IpVersion.V4)}}
            remote_addrs = {{LabAddresses.OurOuter(IpVersion.V4)}}
            proposals = {{IkeProposal}}
            mobike = no
            {{ConnectionLines}}
            local { auth = psk
              id = right.example
            }
            remote { auth = psk
              id = {{RemoteIdentity}}
            }
            children {
              net {
                local_ts = {{LocalNetwork}}
                remote_ts = {{RemoteNetwork}}
                esp_proposals = {{ChildProposal}}
                rekey_time = 1h
              }
            }
          }
        }
        secrets {
          ike-lab { secret = "{{PresharedKey}}" }
        }
        """;
}
