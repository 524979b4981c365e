using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration.Import.Words;

/// <summary>Proposals of strongSwan, libreswan and Windows: those that ours has too are taken, others are noted.</summary>
/// <param name="gateway">Learns that weak algorithms are needed.</param>
/// <param name="report">Where notes go.</param>
internal sealed class Proposals(ImportedGateway gateway, ImportReport report)
{
    private delegate bool Parser(string text, bool allowLegacy, out string problem);

    // Words of libreswan that strongSwan writes otherwise.
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["aes_gcm_c_256"] = "aes256gcm16",
        ["aes_gcm_c_128"] = "aes128gcm16",
        ["aes_gcm_256"] = "aes256gcm16",
        ["aes_gcm_128"] = "aes128gcm16",
        ["aes_gcm256"] = "aes256gcm16",
        ["aes_gcm128"] = "aes128gcm16",
        ["aes_gcm"] = "aes128gcm16",
        ["aes"] = "aes128",
        ["chacha20_poly1305"] = "chacha20poly1305",
        ["sha2_256"] = "sha256",
        ["sha2_384"] = "sha384",
        ["sha2_512"] = "sha512",
        ["sha2"] = "sha256",
        ["dh14"] = "modp2048",
        ["dh15"] = "modp3072",
        ["dh16"] = "modp4096",
        ["dh18"] = "modp8192",
        ["dh19"] = "ecp256",
        ["dh20"] = "ecp384",
        ["dh21"] = "ecp521",
        ["dh31"] = "x25519",
    };

    /// <summary>Translates the proposals of a connection.</summary>
    /// <param name="text">Proposals with commas between them.</param>
    /// <param name="line">Where they stand.</param>
    public IReadOnlyList<string> Ike(string text, int line) => Read(
        text,
        line,
        (string one, bool allowLegacy, out string problem) => IkeProposal.TryParse(one, allowLegacy, out _, out problem),
        [.. IkeProposal.Defaults.Select(proposal => proposal.ToString())]);

    /// <summary>Translates the proposals of a child.</summary>
    /// <param name="text">Proposals with commas between them.</param>
    /// <param name="isAh">True for AH.</param>
    /// <param name="line">Where they stand.</param>
    public IReadOnlyList<string> Child(string text, bool isAh, int line) => Read(
        text,
        line,
        (string one, bool allowLegacy, out string problem) =>
            ChildProposal.TryParse(isAh ? SaProtocol.Ah : SaProtocol.Esp, one, allowLegacy, out _, out problem),
        [.. (isAh ? ChildProposal.AhDefaults : ChildProposal.Defaults).Select(proposal => proposal.ToString())]);

    private List<string> Read(string text, int line, Parser parse, string[] defaults)
    {
        var proposals = new List<string>();
        string[] parts = text.TrimEnd('!').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["default"])
        {
            return [];
        }

        foreach (string part in parts.Take(ImportLimits.Proposals))
        {
            foreach (string one in part == "default" ? defaults : [Spell(part)])
            {
                Add(proposals, part, one, line, parse);
            }
        }

        if (parts.Length > ImportLimits.Proposals)
        {
            report.LeaveOut(line, $"proposals behind the first {ImportLimits.Proposals}");
        }

        if (proposals.Count == 0)
        {
            report.Ask(line, "none of these proposals can be used, so ours are taken; check that the peer has one of them");
        }

        return [.. proposals.Take(ImportLimits.Proposals)];
    }

    private void Add(List<string> proposals, string written, string one, int line, Parser parse)
    {
        if (!parse(one, allowLegacy: true, out string problem))
        {
            report.LeaveOut(line, $"proposal {ImportReport.Quote(written)}, which {problem}");
            return;
        }

        if (!parse(one, allowLegacy: false, out _) && !gateway.AllowsLegacy)
        {
            gateway.AllowsLegacy = true;
            report.Ask(line, $"proposal {ImportReport.Quote(written)} has weak algorithms, so ike.allowLegacy is set; remove both when the peer can do better");
        }

        if (!proposals.Contains(one, StringComparer.Ordinal))
        {
            proposals.Add(one);
        }
    }

    private static string Spell(string proposal) => string.Join(
        '-', proposal.ToLowerInvariant().Split(['-', ';', '+'], StringSplitOptions.TrimEntries).Select(word => Spellings.GetValueOrDefault(word, word)));
}
