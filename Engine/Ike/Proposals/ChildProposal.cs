using System.Diagnostics.CodeAnalysis;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>Algorithms that a Child SA may use: ESP's or AH's.</summary>
/// <remarks>Every combination that can be chosen from it is one that <see cref="ChildSuite"/> can be made of.</remarks>
public sealed record ChildProposal : Proposal
{
    private ChildProposal(SaProtocol protocol, ValueList<ProposalAlgorithm> algorithms)
        : base(protocol == SaProtocol.Ah ? ProtocolId.Ah : ProtocolId.Esp, algorithms)
    {
    }

    /// <summary>What is offered and taken for ESP when nothing is configured: combined ciphers first, nothing legacy.</summary>
    /// <remarks>Without a key exchange of the child's own: each rekey of the IKE SA brings a fresh one.</remarks>
    public static IReadOnlyList<ChildProposal> Defaults { get; } =
    [
        Parse(SaProtocol.Esp, "aes128gcm16-aes256gcm16-chacha20poly1305-esn-noesn"),
        Parse(SaProtocol.Esp, "aes128-aes256-sha256-sha384-sha512-esn-noesn"),
    ];

    /// <summary>The same for AH.</summary>
    public static IReadOnlyList<ChildProposal> AhDefaults { get; } = [Parse(SaProtocol.Ah, "sha256-sha384-sha512-aescmac-esn-noesn")];

    /// <summary>It without key exchange: IKE_AUTH has no place for one (RFC 7296 §1.2).</summary>
    public ChildProposal WithoutKeyExchange =>
        this with { Algorithms = [.. Algorithms.Where(algorithm => algorithm.Type != TransformType.KeyExchange)] };

    /// <summary>Reads a proposal as strongSwan writes them: <c>aes128gcm16-x25519</c>, <c>aes128-sha256-esn</c>; for AH <c>sha256</c>.</summary>
    /// <param name="protocol">ESP or AH.</param>
    /// <param name="text">
    /// Encryption (ESP), integrity, key exchange (perfect forward secrecy; <c>none</c> beside others makes it optional), <c>esn</c>
    /// and <c>noesn</c>; without either of these, sequence numbers have 32 bits.
    /// </param>
    /// <param name="allowLegacy">Takes weak algorithms too.</param>
    /// <param name="proposal">The proposal; null when refused.</param>
    /// <param name="problem">Otherwise the end of a sentence about the text: what is wrong and what to write instead.</param>
    public static bool TryParse(
        SaProtocol protocol, string text, bool allowLegacy, [NotNullWhen(true)] out ChildProposal? proposal, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        proposal = null;
        ProposalUses use = protocol == SaProtocol.Ah ? ProposalUses.Ah : ProposalUses.Esp;
        List<ProposalAlgorithm> algorithms = ProposalWords.Read(text, use, allowLegacy, out problem);
        if (problem.Length != 0)
        {
            return false;
        }

        if (!algorithms.Any(algorithm => algorithm.Type == TransformType.SequenceNumbers))
        {
            algorithms.Add(AlgorithmCatalog.ShortSequence);
        }

        problem = RefuseIncomplete(algorithms, use) ?? ProposalRules.RefuseMixture(algorithms)
            ?? ProposalRules.RefuseEsp(algorithms, allowLegacy) ?? string.Empty;
        proposal = problem.Length == 0 ? new ChildProposal(protocol, Sort(algorithms)) : null;
        return proposal is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    private static ChildProposal Parse(SaProtocol protocol, string text) =>
        TryParse(protocol, text, allowLegacy: false, out ChildProposal? proposal, out string problem)
            ? proposal
            : throw new ArgumentException(problem);

    private static string? RefuseIncomplete(List<ProposalAlgorithm> algorithms, ProposalUses use)
    {
        TransformType needed = use == ProposalUses.Ah ? TransformType.Integrity : TransformType.Encryption;
        if (algorithms.Any(algorithm => algorithm.Type == needed))
        {
            return null;
        }

        return use == ProposalUses.Ah
            ? "names no integrity algorithm, which AH needs; add one, such as sha256"
            : "names no encryption algorithm; begin it with one, such as aes128gcm16, or null to authenticate only";
    }
}
