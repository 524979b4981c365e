using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>One proposal of ours beside one of the peer's: what fits, and what does not.</summary>
/// <remarks>
/// A type that a proposal does not have counts as the choice 0 of it: NONE, or sequence numbers of 32 bits. That is one rule for a
/// combined cipher with and without "integrity NONE", for peers that leave out ESN, and for optional key exchanges, of which
/// the additional ones of RFC 9370 are some.
/// </remarks>
internal sealed class ProposalMatch
{
    private readonly List<ProposalAlgorithm> _chosen = [];
    private readonly List<TransformType> _failed = [];
    private readonly List<SaTransform> _transforms = [];

    private ProposalMatch(Proposal ours, SaProposal theirs) => (Ours, Theirs) = (ours, theirs);

    /// <summary>Our proposal.</summary>
    internal Proposal Ours { get; }

    /// <summary>The peer's.</summary>
    internal SaProposal Theirs { get; }

    /// <summary>Types of which nothing fits both.</summary>
    internal IReadOnlyList<TransformType> Failed => _failed;

    /// <summary>False when the two are for different protocols; nothing else was compared then.</summary>
    internal bool IsSameProtocol => Ours.Protocol == Theirs.Protocol;

    /// <summary>True when the peer's can be chosen.</summary>
    internal bool Fits => IsSameProtocol && _failed.Count == 0;

    /// <summary>The peer's proposal reduced to the choice: one transform of each type that it has (RFC 7296 §3.3).</summary>
    internal SaProposal Chosen => Theirs with { Transforms = [.. _transforms] };

    /// <summary>Compares.</summary>
    /// <param name="ours">Our proposal: its order of preference decides.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="keyExchange">The method that is chosen if both have it, whatever its place: its public value is here already.</param>
    internal static ProposalMatch Compare(Proposal ours, SaProposal theirs, ushort? keyExchange)
    {
        var match = new ProposalMatch(ours, theirs);
        if (match.IsSameProtocol)
        {
            IEnumerable<TransformType> types = theirs.Transforms.Select(transform => transform.Type)
                .Concat(ours.Algorithms.Select(algorithm => algorithm.Type)).Distinct();
            foreach (TransformType type in types)
            {
                match.Compare(type, type == TransformType.KeyExchange ? keyExchange : null);
            }
        }

        return match;
    }

    /// <summary>The algorithm of that type that was chosen; NONE where there is none.</summary>
    internal ProposalAlgorithm Of(TransformType type) =>
        _chosen.FirstOrDefault(algorithm => algorithm.Type == type) ?? ProposalAlgorithm.None(type);

    /// <summary>The transform of an ESP proposal, and of an IKE proposal, whose SK payload is protected like ESP (RFC 7296 §3.14).</summary>
    internal PacketTransform EspTransform() => TransformCatalog.TryEsp(
        AlgorithmCatalog.Encryption(Of(TransformType.Encryption)), Integrity, allowLegacy: true, out string refusal)
        ?? throw new InvalidOperationException(refusal);

    /// <summary>The transform of an AH proposal.</summary>
    internal PacketTransform AhTransform() =>
        TransformCatalog.TryAh(Integrity, allowLegacy: true, out string refusal) ?? throw new InvalidOperationException(refusal);

    private IntegrityAlgorithm Integrity => AlgorithmCatalog.Integrity(Of(TransformType.Integrity));

    private void Compare(TransformType type, ushort? preferred)
    {
        // RFC 7296 §3.3.6: a type that is not understood makes the proposal unacceptable.
        SaTransform[] offered = [.. Theirs.Transforms.Where(transform => transform.Type == type)];
        ProposalAlgorithm[] both = Enum.IsDefined(type)
            ? [.. Ours.Of(type).DefaultIfEmpty(ProposalAlgorithm.None(type)).Where(algorithm => IsOffered(algorithm, offered))]
            : [];
        if (both.Length == 0)
        {
            _failed.Add(type);
            return;
        }

        ProposalAlgorithm chosen = both.FirstOrDefault(algorithm => algorithm.Id == preferred) ?? both[0];
        _chosen.Add(chosen);
        if (offered.Length > 0)
        {
            _transforms.Add(offered.First(chosen.IsSame));
        }
    }

    private static bool IsOffered(ProposalAlgorithm algorithm, SaTransform[] offered) =>
        offered.Length == 0 ? algorithm.Id == ProposalAlgorithm.NoneId : offered.Any(algorithm.IsSame);
}
