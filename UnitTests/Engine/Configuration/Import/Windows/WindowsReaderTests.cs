using System.Text;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Import;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Xunit;

namespace Pipeline.UnitTests.Engine.Configuration.Import.Windows;

/// <summary>Windows' policy store becomes policies and connections of ours.</summary>
public sealed class WindowsReaderTests
{
    private const string Json = """
        {
          "$schema": "gateway.schema.json",
          "ike": {
            "allowLegacy": true
          },
          "credentials": {
            "presharedKeys": [
              {
                "name": "secure web",
                "identities": [
                  "10.2.0.9"
                ],
                "file": "secure-web.psk"
              }
            ]
          },
          "connections": [
            {
              "name": "secure web",
              "version": 1,
              "remoteAddress": "10.2.0.9",
              "localIdentity": "local.invalid",
              "remoteIdentity": "10.2.0.9",
              "authentication": "psk",
              "presharedKey": "secure web",
              "ikeProposals": [
                "3des-sha1-modp2048",
                "3des-sha1-modp1024",
                "des-md5-modp768"
              ],
              "initiate": "onTraffic",
              "rekeyAfterSeconds": 28800,
              "children": [
                {
                  "name": "hosts",
                  "mode": "transport",
                  "proposals": [
                    "3des-sha1"
                  ],
                  "localSelectors": [
                    {
                      "addresses": "any",
                      "protocol": "tcp",
                      "ports": "80"
                    }
                  ],
                  "remoteSelectors": [
                    {
                      "addresses": "10.2.0.9",
                      "protocol": "tcp"
                    }
                  ],
                  "rekeyAfterSeconds": 810,
                  "lifetimeSeconds": 900,
                  "rekeyAfterBytes": 92160000,
                  "lifetimeBytes": 102400000
                }
              ]
            }
          ],
          "policy": {
            "name": "Secure Server",
            "order": "mostSpecific",
            "filterLists": [
              {
                "name": "web",
                "filters": [
                  {
                    "source": "me",
                    "destination": "10.2.0.9",
                    "protocol": "tcp",
                    "sourcePorts": "80",
                    "mirrored": true
                  }
                ]
              },
              {
                "name": "all",
                "filters": [
                  {
                    "source": "me",
                    "destination": "any",
                    "mirrored": true
                  },
                  {
                    "source": "dnsServers",
                    "destination": "10.0.0.0/8",
                    "mirrored": true
                  }
                ]
              }
            ],
            "filterActions": [
              {
                "name": "Request Security",
                "action": "negotiate",
                "acceptUnsecured": true,
                "allowUnsecuredPeers": true
              }
            ],
            "rules": [
              {
                "name": "secure web",
                "filterList": "web",
                "action": "Request Security",
                "connection": "secure web"
              },
              {
                "name": "the rest",
                "filterList": "all",
                "action": "block"
              }
            ]
          }
        }

        """;

    private static PolicyExport Server => new PolicyExport()
        .Policy(1, "Secure Server", 2, 3, 4)
        .Isakmp(2, 4, (3, 2, 2), (1, 1, 1))
        .Nfa(3, "secure web", 5, 7, null, (5, ""), (1, "do not tell"))
        .Nfa(4, "the rest", 6, 8, null, (5, ""))
        .Negotiation(5, "Request Security", PolicyExport.PassThrough, (900, 100_000, [(3, 2, 2)]), (900, 100_000, [(2, 0, 1), (3, 2, 2)]), (0, 0, []))
        .Negotiation(6, "Block", PolicyExport.Block)
        .OldFilter(7, "web", PolicyExport.Old("0.0.0.0", "255.255.255.255", "10.2.0.9", "255.255.255.255", 6, 80))
        .OldFilter(
            8,
            "all",
            PolicyExport.Old("0.0.0.0", "255.255.255.255", "0.0.0.0", "0.0.0.0"),
            PolicyExport.Old("0.0.0.0", "0.0.0.0", "10.0.0.0", "255.0.0.0", special: 1));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_policy_comes_out_of_a_registry_file_and_of_ldif(bool isReg)
    {
        ImportResult result = ImportedFile.Import(isReg ? Server.ToReg(1) : Server.ToLdif());

        Assert.Equal(Json.ReplaceLineEndings("\n"), result.Json!.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("tell", result.Json + result.Notes(), StringComparison.Ordinal);
        Assert.Contains("authentication of rule \"secure web\" by Kerberos", result.Notes(), StringComparison.Ordinal);
        Assert.Contains("AH around ESP in one offer", result.Notes(), StringComparison.Ordinal);
        Assert.Contains("write the preshared key of rule \"secure web\" into the file secure-web.psk", result.Notes(), StringComparison.Ordinal);
        Assert.All(result.Notes, note => Assert.InRange(note.Line, 1, 200));
    }

    [Fact]
    public void A_registry_file_in_utf_16_reads_the_same()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Server.ToReg(1))];

        Assert.Equal(Json.ReplaceLineEndings("\n"), ConfigurationImport.Read("policies.reg", bytes).Json!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Of_several_policies_the_active_one_is_assigned()
    {
        PolicyExport export = Server.Policy(9, "Lockdown", 2, 10).Nfa(10, "nothing", 6, 8, null, (5, ""));

        GatewayOptions options = ImportedFile.Load(ImportedFile.Import(export.ToReg(9)).Json!);

        Assert.Equal("Lockdown", options.Policy.Name);
        Assert.Contains("assignedPolicy", ImportedFile.Import(export.ToLdif()).Notes(), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_of_the_newer_form_have_ranges_subnets_names_and_ipv6()
    {
        byte[] none = [];
        PolicyExport export = new PolicyExport().Policy(1, "p", 9, 2).Nfa(2, "r", 3, 4, null, (1, "k")).Negotiation(3, "b", PolicyExport.Permit).NewFilter(
            4,
            "list",
            PolicyExport.New((8, 3, none, none), (2, 1, [10, 0, 0, 1], [10, 0, 0, 9])),
            PolicyExport.New((4, 1, [10, 1, 0, 0], [255, 255, 0, 0]), (0x80, 3, none, none)),
            PolicyExport.New((0, 1, none, none), (1, 1, none, none), "www.example.org"),
            PolicyExport.New((0, 2, none, none), (4, 2, [0x20, 1, 0xd, 0xb8], [32])),
            PolicyExport.New((0x77, 2, none, none), (0, 2, none, none)));

        ImportResult result = ImportedFile.Import(export.ToReg(1));
        IReadOnlyList<Filter> filters = ImportedFile.Load(result.Json!).Policy.Rules[0].Filters.Filters;

        Assert.Equal(4, filters.Count);
        Assert.Equal(AddressNameKind.Me, filters[0].SourceName?.Kind);
        Assert.Contains("10.0.0.1-10.0.0.9", result.Json, StringComparison.Ordinal);
        Assert.Contains("10.1.0.0/16", result.Json, StringComparison.Ordinal);
        Assert.Contains("dns:www.example.org", result.Json, StringComparison.Ordinal);
        Assert.Contains("2001:db8::/32", result.Json, StringComparison.Ordinal);
        Assert.Contains("\"destinationPorts\": \"1000-2000\"", result.Json, StringComparison.Ordinal);
        Assert.Contains("filter list \"list\", 1 of whose filters ours has nothing like", result.Notes(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tunnel_has_its_end_as_peer_and_a_child_for_each_filter()
    {
        PolicyExport export = new PolicyExport().Policy(1, "p", 2, 3).Isakmp(2, 0, (3, 2, 2))
            .Nfa(3, "site", 4, 5, [198, 51, 100, 1], (3, "CN=Example CA")).Negotiation(4, "secure", PolicyExport.Secure, (3600, 0, [(2, 0, 1)]))
            .OldFilter(5, "networks", PolicyExport.Old("10.1.0.0", "255.255.0.0", "10.2.0.0", "255.255.0.0"), PolicyExport.Old("10.1.0.0", "255.255.0.0", "10.3.0.0", "255.255.0.0"));

        ImportResult result = ImportedFile.Import(export.ToLdif());
        var connection = Assert.Single(ImportedFile.Load(result.Json!).Connections);

        Assert.Equal("198.51.100.1", connection.RemoteAddress.ToString());
        Assert.Equal(["networks", "networks 2"], connection.Options.Children.Select(child => child.Name));
        Assert.Contains("put the certificate of \"CN=Example CA\"", result.Notes(), StringComparison.Ordinal);
        Assert.Contains("\"protocol\": \"ah\"", result.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[HKEY_LOCAL_MACHINE\\x]\n\"ipsecData\"=hex:00,zz", "2: has something among its bytes")]
    [InlineData("[HKEY_LOCAL_MACHINE\\x]\n\"ipsecData\"=hex:00,\\", "2: ends within a value")]
    [InlineData("[HKEY_LOCAL_MACHINE\\x]\n\"ipsecData", "2: is no \"name\"=value")]
    [InlineData("dn: x\nipsecData:: ***", "2: has something behind ::")]
    [InlineData("dn: x\nipsecData", "2: is no name: value")]
    public void Bad_input_is_an_error_with_its_line(string text, string expected)
    {
        ImportNote error = Assert.Single(ImportedFile.Read(text).Errors);

        Assert.StartsWith(expected, $"{error.Line}: {error.Message}", StringComparison.Ordinal);
    }
}
