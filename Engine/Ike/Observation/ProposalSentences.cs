using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>What SA payloads say, in the words of a configuration.</summary>
internal static class ProposalSentences
{
    private const int MostProposals = 10;

    /// <summary>One line for each proposal.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="isResponse">True for a choice, false for an offer.</param>
    internal static IEnumerable<string> Of(SaPayload payload, bool isResponse)
    {
        string verb = isResponse ? "chooses" : "proposes";
        foreach (SaProposal proposal in payload.Proposals.Take(MostProposals))
        {
            yield return $"{verb} {ProposalText.Of(proposal.Protocol)} {Of(proposal)}{Spi(proposal)}";
        }

        if (payload.Proposals.Count > MostProposals)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{verb} {payload.Proposals.Count - MostProposals} more");
        }
    }

    /// <summary>One proposal as text; algorithms that are not known here by their numbers.</summary>
    internal static string Of(SaProposal proposal)
    {
        IEnumerable<string> words = proposal.Transforms
            .GroupBy(transform => transform.Type)
            .SelectMany(group => AlgorithmsOf(group.Key, [.. group]));
        string text = string.Join('-', words);
        return text.Length == 0 ? "nothing" : text;
    }

    /// <summary>What an IKE proposal of somebody else allows, as far as it is known here; null when that makes no proposal.</summary>
    internal static IkeProposal? ToIke(SaProposal proposal)
    {
        IEnumerable<string> names = proposal.Transforms.Select(AlgorithmCatalog.Find).OfType<ProposalAlgorithm>()
            .Select(algorithm => algorithm.Name).Where(name => name != "none").Distinct();
        return IkeProposal.TryParse(string.Join('-', names), allowLegacy: true, out IkeProposal? known, out _) ? known : null;
    }

    /// <summary>The first IKE SPI of a payload; 0 without one.</summary>
    internal static ulong IkeSpi(SaPayload payload) =>
        payload.Proposals[0].Spi is { Length: sizeof(ulong) } spi ? BinaryPrimitives.ReadUInt64BigEndian(spi.Span) : 0;

    /// <summary>The SPI of a Child SA in a payload; 0 without one.</summary>
    internal static uint ChildSpi(SaPayload payload) =>
        payload.Proposals[0].Spi is { Length: sizeof(uint) } spi ? BinaryPrimitives.ReadUInt32BigEndian(spi.Span) : 0;

    private static IEnumerable<string> AlgorithmsOf(TransformType type, SaTransform[] transforms)
    {
        const int Most = 24;
        foreach (SaTransform transform in transforms.Take(Most))
        {
            bool isKnown = AlgorithmCatalog.Find(transform) is not null;
            string name = ProposalText.Of(transform);
            yield return isKnown ? name : $"({ProposalText.Of(type)} {name})";
        }

        if (transforms.Length > Most)
        {
            yield return "(and more)";
        }
    }

    private static string Spi(SaProposal proposal) => proposal.Spi.IsEmpty ? string.Empty : $", SPI {Convert.ToHexStringLower(proposal.Spi.Span)}";
}
