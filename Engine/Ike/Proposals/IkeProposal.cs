using System.Diagnostics.CodeAnalysis;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>Algorithms that an IKE SA may use.</summary>
/// <remarks>Every combination that can be chosen from it is one that <see cref="IkeSuite"/> can be made of.</remarks>
public sealed record IkeProposal : Proposal
{
    private IkeProposal(ValueList<ProposalAlgorithm> algorithms)
        : base(ProtocolId.Ike, algorithms)
    {
    }

    /// <summary>What is offered and taken when nothing is configured: combined ciphers first, nothing legacy, no SHA-1.</summary>
    public static IReadOnlyList<IkeProposal> Defaults { get; } =
    [
        Parse("aes128gcm16-aes256gcm16-chacha20poly1305-prfsha256-prfsha384-prfsha512-" + DefaultKeyExchanges),
        Parse("aes128-aes256-sha256-sha384-sha512-" + DefaultKeyExchanges),
    ];

    /// <summary>The same for IKEv1: what Windows 7 and later and every other peer of today has, strongest first; SHA-1 for older ones.</summary>
    public static IReadOnlyList<IkeProposal> Version1Defaults { get; } =
        [Parse("aes256-sha256-modp2048"), Parse("aes128-sha256-modp2048"), Parse("aes128-sha1-modp2048")];

    private static string DefaultKeyExchanges => "x25519-ecp256-ecp384-x448-ecp521-modp3072-modp4096-modp2048";

    /// <summary>Reads a proposal as strongSwan writes them: <c>aes128gcm16-prfsha256-x25519</c>, <c>aes256-aes128-sha256-modp2048</c>.</summary>
    /// <param name="text">
    /// Encryption, integrity, pseudorandom function and key exchange, several of each if they are alternatives. Without a
    /// pseudorandom function, it is the one of the integrity algorithm's hash, also where a combined cipher has no other use for it.
    /// </param>
    /// <param name="allowLegacy">Takes weak algorithms too.</param>
    /// <param name="proposal">The proposal; null when refused.</param>
    /// <param name="problem">Otherwise the end of a sentence about the text: what is wrong and what to write instead.</param>
    public static bool TryParse(string text, bool allowLegacy, [NotNullWhen(true)] out IkeProposal? proposal, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        proposal = null;
        List<ProposalAlgorithm> algorithms = ProposalWords.Read(text, ProposalUses.Ike, allowLegacy, out problem);
        if (problem.Length != 0)
        {
            return false;
        }

        bool isCombined = ProposalRules.IsCombined(algorithms);
        AddPrfs(algorithms, isCombined);
        problem = ProposalRules.RefuseMixture(algorithms) ?? RefuseIncomplete(algorithms, isCombined)
            ?? ProposalRules.RefuseEsp(algorithms, allowLegacy) ?? string.Empty;
        proposal = problem.Length == 0 ? new IkeProposal(Sort(algorithms)) : null;
        return proposal is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    private static IkeProposal Parse(string text) =>
        TryParse(text, allowLegacy: false, out IkeProposal? proposal, out string problem) ? proposal : throw new ArgumentException(problem);

    private static void AddPrfs(List<ProposalAlgorithm> algorithms, bool isCombined)
    {
        if (algorithms.Any(algorithm => algorithm.Type == TransformType.Prf))
        {
            return;
        }

        ProposalAlgorithm[] integrities = [.. algorithms.Where(algorithm => algorithm.Type == TransformType.Integrity)];
        algorithms.AddRange(integrities.Select(AlgorithmCatalog.PrfLike).OfType<ProposalAlgorithm>());
        if (isCombined)
        {
            algorithms.RemoveAll(integrities.Contains);
        }
    }

    private static string? RefuseIncomplete(List<ProposalAlgorithm> algorithms, bool isCombined)
    {
        if (!Has(TransformType.Encryption))
        {
            return "names no encryption algorithm; begin it with one, such as aes128gcm16";
        }

        if (!isCombined && !Has(TransformType.Integrity))
        {
            return $"names no integrity algorithm, which {algorithms[0].Name} needs; add one, such as sha256";
        }

        if (!Has(TransformType.Prf))
        {
            return $"names no pseudorandom function, which IKE needs beside {algorithms[0].Name}; add one, such as prfsha256";
        }

        return Has(TransformType.KeyExchange) ? null : "names no key exchange; add one, such as x25519 or modp2048";

        bool Has(TransformType type) => algorithms.Any(algorithm => algorithm.Type == type);
    }
}
