using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.InteropTests.Lab;

/// <summary>Writes the gateway's configuration for a case: its SAs, a policy that uses them, a TUN device that routes into them.</summary>
public static class GatewayFile
{
    /// <summary>The side that other scenarios call "we".</summary>
    public static string ForLeft(KernelCase kernelCase) => Write(
        JsonNode.Parse(SaFile.For(kernelCase))!.AsArray(),
        "outbound-esp",
        kernelCase.Inner,
        (LabAddresses.OurInner(kernelCase.Inner), LabAddresses.OurNetwork(kernelCase.Inner)),
        LabAddresses.GuestNetwork(kernelCase.Inner));

    /// <summary>The other side: the same SAs, each in the other direction.</summary>
    public static string ForRight(KernelCase kernelCase)
    {
        JsonArray sas = JsonNode.Parse(SaFile.For(kernelCase))!.AsArray();
        foreach (JsonNode? sa in sas)
        {
            sa!["direction"] = (string)sa["direction"]! == "inbound" ? "outbound" : "inbound";
        }

        return Write(
            sas,
            "inbound-esp",
            kernelCase.Inner,
            (LabAddresses.GuestInner(kernelCase.Inner), LabAddresses.GuestNetwork(kernelCase.Inner)),
            LabAddresses.OurNetwork(kernelCase.Inner));
    }

    private static string Write(
        JsonArray sas, string outboundSa, IpVersion inner, (string Address, string Network) ours, string theirs)
    {
        var file = new JsonObject
        {
            ["control"] = new JsonObject { ["socket"] = RunningGateway.SocketName },
            ["shards"] = new JsonObject { ["shardCount"] = 2 },
            ["ports"] = new JsonObject
            {
                ["tun"] = new JsonObject
                {
                    ["name"] = "tun0",
                    ["addresses"] = new JsonArray(LabAddresses.HostPrefix(inner, ours.Address)),
                    ["routes"] = new JsonArray(theirs),
                },
            },
            ["securityAssociations"] = sas,
            ["policy"] = new JsonObject
            {
                ["rules"] = new JsonArray(new JsonObject
                {
                    ["name"] = "tunnel",
                    ["filters"] = new JsonArray(new JsonObject { ["source"] = ours.Network, ["destination"] = theirs }),
                    ["action"] = "negotiate",
                    ["sa"] = outboundSa,
                }),
            },
        };
        return file.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
