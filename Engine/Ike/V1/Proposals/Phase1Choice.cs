using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>What was chosen for a phase 1.</summary>
/// <param name="Suite">Its algorithms.</param>
/// <param name="Lifetime">What the peer says about its lifetime.</param>
/// <param name="Answer">The SA payload of the responder: the initiator's proposal with the chosen transform alone.</param>
public sealed record Phase1Choice(Phase1Suite Suite, NegotiatedLifetime Lifetime, SaPayload Answer)
{
    // The number of transforms of a proposal is one byte.
    private const int MostTransforms = byte.MaxValue;

    /// <summary>The offer: one proposal with a transform for each suite, at most 255, best first.</summary>
    /// <param name="suites">Suites in order of preference; at least one.</param>
    /// <param name="lifetime">How long phase 1 may live.</param>
    public static SaPayload Offer(IEnumerable<Phase1Suite> suites, NegotiatedLifetime lifetime)
    {
        SaTransform[] transforms =
            [.. suites.Distinct().Take(MostTransforms).Select((suite, index) => suite.ToTransform((byte)(index + 1), lifetime))];
        return new SaPayload([new SaProposal(1, IsakmpProtocol.Isakmp, default, [.. transforms])]);
    }

    /// <summary>Chooses as responder: our first suite that the peer offers.</summary>
    /// <param name="offer">The peer's SA payload.</param>
    /// <param name="allowed">Suites that we take; our order decides.</param>
    /// <returns>Null when none fits: the answer is NO-PROPOSAL-CHOSEN.</returns>
    public static Phase1Choice? TryChoose(SaPayload offer, IEnumerable<Phase1Suite> allowed)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(allowed);
        (SaProposal Proposal, SaTransform Transform, Phase1Suite? Suite)[] offered =
        [
            .. offer.Proposals.Where(proposal => proposal.Protocol == IsakmpProtocol.Isakmp)
                .SelectMany(proposal => proposal.Transforms.Select(
                    transform => (proposal, transform, Phase1Suite.TryRead(transform, allowLegacy: true)))),
        ];
        foreach (Phase1Suite suite in allowed)
        {
            int index = Array.FindIndex(offered, entry => suite.Equals(entry.Suite));
            if (index >= 0)
            {
                (SaProposal proposal, SaTransform transform, _) = offered[index];
                return Of(suite, proposal with { Transforms = [transform] });
            }
        }

        return null;
    }

    /// <summary>Checks as initiator what the peer chose: one transform, and a suite that was offered.</summary>
    /// <param name="answer">The peer's SA payload.</param>
    /// <param name="offered">Suites that were offered.</param>
    /// <returns>Null when it is anything else.</returns>
    public static Phase1Choice? TryAccept(SaPayload answer, IEnumerable<Phase1Suite> offered)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Proposals is [{ Protocol: IsakmpProtocol.Isakmp, Transforms: [var transform] } proposal]
            && Phase1Suite.TryRead(transform, allowLegacy: true) is { } suite
            && offered.Contains(suite)
            ? Of(suite, proposal)
            : null;
    }

    private static Phase1Choice Of(Phase1Suite suite, SaProposal chosen) =>
        new(suite, NegotiatedLifetime.OfPhase1(chosen.Transforms[0].Attributes), new SaPayload([chosen]));
}
