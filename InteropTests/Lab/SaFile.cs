using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.InteropTests.Lab;

/// <summary>Writes the gateway's SA file (JSON, one object per SA) for the lab's cases.</summary>
public static class SaFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Both directions of one case, as the gateway sees them.</summary>
    public static string For(KernelCase kernelCase)
    {
        var sas = new JsonArray();
        AddDirection(sas, kernelCase, isOutbound: true, SaKeys.EspToGuest, SaKeys.AhToGuest, "");
        AddDirection(sas, kernelCase, isOutbound: false, SaKeys.EspFromGuest, SaKeys.AhFromGuest, "");
        return sas.ToJsonString(Indented);
    }

    /// <summary>Only the outbound SAs of several cases; each gets the SPI 0x1001 plus its place in the list.</summary>
    public static string ForOutbound(IReadOnlyList<KernelCase> cases)
    {
        var sas = new JsonArray();
        for (int i = 0; i < cases.Count; i++)
        {
            SaKeys keys = OutboundKeys(i);
            AddDirection(sas, cases[i], isOutbound: true, keys, SaKeys.AhToGuest, $"-{i}");
        }

        return sas.ToJsonString(Indented);
    }

    /// <summary>The SPI and keys that <see cref="ForOutbound"/> gives the case at <paramref name="index"/>.</summary>
    public static SaKeys OutboundKeys(int index) =>
        SaKeys.EspToGuest with { Spi = SaKeys.EspToGuest.Spi + (uint)index };

    private static void AddDirection(
        JsonArray sas, KernelCase kernelCase, bool isOutbound, SaKeys esp, SaKeys ah, string suffix)
    {
        Suite suite = kernelCase.Suite;
        string direction = isOutbound ? "outbound" : "inbound";
        if (suite.Encryption is not null)
        {
            JsonObject sa = Common(kernelCase, isOutbound, esp, "esp", kernelCase.Mode, direction + "-esp" + suffix);
            sa["encryption"] = Algorithm(suite.Encryption.Name, esp.Encryption(suite.Encryption));
            if (suite.Integrity is not null)
            {
                sa["integrity"] = Algorithm(suite.Integrity.Name, esp.Integrity(suite.Integrity, suite.Encryption));
            }

            AddEspOptions(sa, kernelCase);
            sas.Add(sa);
        }

        if (suite.Authentication is not null)
        {
            JsonObject sa = Common(kernelCase, isOutbound, ah, "ah", kernelCase.AhMode, direction + "-ah" + suffix);
            sa["integrity"] = Algorithm(suite.Authentication.Name, ah.Integrity(suite.Authentication));
            sa["ahAlignment"] = kernelCase.AhAlignment;
            AddBundle(sa, kernelCase, direction, suite.Authentication.IsLegacy);
            sas.Add(sa);
        }
    }

    private static JsonObject Common(
        KernelCase kernelCase, bool isOutbound, SaKeys keys, string protocol, IpsecMode mode, string name)
    {
        string us = LabAddresses.OurOuter(kernelCase.Outer);
        string guest = LabAddresses.GuestOuter(kernelCase.Outer);
        return new JsonObject
        {
            ["name"] = name,
            ["direction"] = isOutbound ? "outbound" : "inbound",
            ["spi"] = keys.SpiText,
            ["protocol"] = protocol,
            ["mode"] = mode == IpsecMode.Tunnel ? "tunnel" : "transport",
            ["source"] = isOutbound ? us : guest,
            ["destination"] = isOutbound ? guest : us,
            ["extendedSequenceNumbers"] = kernelCase.ExtendedSequenceNumbers,
            ["replayWindowPackets"] = 64,
            ["firstSequence"] = kernelCase.FirstSequence,
            ["selectors"] = new JsonArray(new JsonObject
            {
                ["source"] = isOutbound ? kernelCase.OurPrefix : kernelCase.GuestPrefix,
                ["destination"] = isOutbound ? kernelCase.GuestPrefix : kernelCase.OurPrefix,
            }),
        };
    }

    private static void AddEspOptions(JsonObject sa, KernelCase kernelCase)
    {
        if (kernelCase.UdpEncapsulation)
        {
            sa["udpEncapsulation"] = new JsonObject { ["sourcePort"] = 4500, ["destinationPort"] = 4500 };
        }

        AddBundle(sa, kernelCase, (string)sa["direction"]!, kernelCase.Suite.EspIsLegacy);
    }

    private static void AddBundle(JsonObject sa, KernelCase kernelCase, string direction, bool isLegacy)
    {
        if (kernelCase.Suite is { Encryption: not null, Authentication: not null })
        {
            sa["bundle"] = direction;
        }

        if (isLegacy)
        {
            sa["allowLegacy"] = true;
        }
    }

    private static JsonObject Algorithm(string name, string key) => new() { ["algorithm"] = name, ["key"] = key };
}
