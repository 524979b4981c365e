using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What was chosen for an IKE SA.</summary>
/// <param name="Suite">Its algorithms.</param>
/// <param name="Proposal">The peer's proposal reduced to the choice; its SPI is the peer's, 8 bytes in a rekey and otherwise none.</param>
public sealed record IkeChoice(IkeSuite Suite, SaProposal Proposal)
{
    /// <summary>The offer, numbered from 1.</summary>
    /// <param name="proposals">In order of preference; at most 255.</param>
    /// <param name="spi">Our new SPI when an IKE SA is rekeyed: 8 bytes; otherwise none.</param>
    public static SaPayload Offer(IReadOnlyList<IkeProposal> proposals, Octets spi = default) => ProposalSelection.Offer(proposals, spi);

    /// <summary>Chooses as responder.</summary>
    /// <param name="offer">The peer's SA payload.</param>
    /// <param name="allowed">What we take; our order decides.</param>
    /// <param name="keyExchange">
    /// The method of the peer's KE payload, which is taken wherever it stands if the proposals have it: that saves a round trip.
    /// When another is chosen, the answer is INVALID_KE_PAYLOAD with the number of <see cref="Suite"/>'s method (RFC 7296 §1.3).
    /// </param>
    /// <param name="miss">What came nearest, when null is returned: the answer is NO_PROPOSAL_CHOSEN.</param>
    public static IkeChoice? TryChoose(SaPayload offer, IReadOnlyList<IkeProposal> allowed, ushort keyExchange, out NearestMiss? miss)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(allowed);
        return Of(ProposalSelection.Choose(offer, allowed, keyExchange, out miss));
    }

    /// <summary>Checks as initiator what the peer chose: one proposal of ours and one transform of each of its types.</summary>
    /// <param name="answer">The peer's SA payload.</param>
    /// <param name="offered">What was offered, in the same order.</param>
    /// <param name="problem">What is wrong when null is returned; otherwise empty.</param>
    public static IkeChoice? TryAccept(SaPayload answer, IReadOnlyList<IkeProposal> offered, out string problem)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(offered);
        return Of(ProposalSelection.Accept(answer, offered, out problem));
    }

    /// <summary>The answer of a responder.</summary>
    /// <param name="spi">Our new SPI when an IKE SA is rekeyed: 8 bytes; otherwise none.</param>
    public SaPayload Answer(Octets spi = default) => new([Proposal with { Spi = spi }]);

    private static IkeChoice? Of(ProposalMatch? match) => match is null ? null : new IkeChoice(IkeSuite.Of(match), match.Chosen);
}
