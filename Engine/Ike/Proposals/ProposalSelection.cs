using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>Offering and choosing, alike for IKE and Child SAs (RFC 7296 §2.7, §3.3).</summary>
internal static class ProposalSelection
{
    private const uint FirstChildSpi = 256;

    /// <summary>The payload that offers them, numbered from 1.</summary>
    internal static SaPayload Offer(IReadOnlyList<Proposal> proposals, Octets spi) =>
        new([.. proposals.Select((proposal, index) => proposal.ToWire((byte)(index + 1), spi))]);

    /// <summary>Chooses as responder: our first proposal that fits any of the peer's, and the first of the peer's that it fits.</summary>
    /// <returns>What fits, or null with the nearest miss.</returns>
    internal static ProposalMatch? Choose(SaPayload offer, IReadOnlyList<Proposal> allowed, ushort keyExchange, out NearestMiss? miss)
    {
        ProposalMatch? nearest = null;
        foreach (Proposal ours in allowed)
        {
            foreach (SaProposal theirs in offer.Proposals.Where(HasUsableSpi))
            {
                ProposalMatch match = ProposalMatch.Compare(ours, theirs, keyExchange);
                if (match.Fits)
                {
                    miss = null;
                    return match;
                }

                nearest = nearest is null || IsNearer(match, nearest) ? match : nearest;
            }
        }

        miss = nearest is null ? NearestMiss.Nothing : NearestMiss.Of(nearest);
        return null;
    }

    /// <summary>Checks as initiator that the peer chose one of our proposals and one transform of each of its types.</summary>
    /// <param name="answer">What the peer chose.</param>
    /// <param name="offered">What was offered, in the order in which it was numbered.</param>
    /// <param name="problem">What is wrong when null is returned.</param>
    internal static ProposalMatch? Accept(SaPayload answer, IReadOnlyList<Proposal> offered, out string problem)
    {
        SaProposal chosen = answer.Proposals[0];
        problem = RefuseForm(answer, offered);
        if (problem.Length != 0)
        {
            return null;
        }

        ProposalMatch match = ProposalMatch.Compare(offered[chosen.Number - 1], chosen, keyExchange: null);
        if (!match.Fits)
        {
            problem = match.IsSameProtocol
                ? $"the peer chose {ProposalText.Of(chosen, match.Failed[0])}, which was not offered in proposal {chosen.Number}"
                : $"the peer chose {ProposalText.Of(chosen.Protocol)}, which was not offered";
        }

        return match.Fits ? match : null;
    }

    private static string RefuseForm(SaPayload answer, IReadOnlyList<Proposal> offered)
    {
        SaProposal chosen = answer.Proposals[0];
        if (answer.Proposals.Count != 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the peer chose {answer.Proposals.Count} proposals instead of one");
        }

        if (chosen.Number == 0 || chosen.Number > offered.Count)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"the peer chose proposal {chosen.Number} of {offered.Count} that were offered");
        }

        if (!HasUsableSpi(chosen))
        {
            return "the peer answered with a reserved SPI";
        }

        TransformType? twice = chosen.Transforms.GroupBy(transform => transform.Type)
            .Where(group => group.Count() > 1).Select(group => (TransformType?)group.Key).FirstOrDefault();
        return twice is { } type ? $"the peer chose more than one {ProposalText.Of(type)}" : string.Empty;
    }

    /// <summary>SPIs below 256 are reserved (RFC 4303 §2.1), and 0 says "none" (RFC 7296 §3.1).</summary>
    private static bool HasUsableSpi(SaProposal proposal) => proposal.Spi.Length switch
    {
        sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(proposal.Spi.Span) >= FirstChildSpi,
        sizeof(ulong) => BinaryPrimitives.ReadUInt64BigEndian(proposal.Spi.Span) != 0,
        _ => proposal.Spi.IsEmpty,
    };

    private static bool IsNearer(ProposalMatch match, ProposalMatch than) =>
        match.IsSameProtocol && (!than.IsSameProtocol || match.Failed.Count < than.Failed.Count);
}
