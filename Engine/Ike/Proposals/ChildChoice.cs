using System.Buffers.Binary;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What was chosen for a pair of Child SAs.</summary>
/// <param name="Suite">Their algorithms.</param>
/// <param name="Proposal">The peer's proposal reduced to the choice.</param>
public sealed record ChildChoice(ChildSuite Suite, SaProposal Proposal)
{
    /// <summary>The peer's inbound SPI: what our packets to it carry.</summary>
    public uint PeerSpi => BinaryPrimitives.ReadUInt32BigEndian(Proposal.Spi.Span);

    /// <summary>The offer, numbered from 1.</summary>
    /// <param name="proposals">In order of preference; at most 255. For IKE_AUTH, <see cref="ChildProposal.WithoutKeyExchange"/> of each.</param>
    /// <param name="spi">Our inbound SPI.</param>
    public static SaPayload Offer(IReadOnlyList<ChildProposal> proposals, uint spi) => ProposalSelection.Offer(proposals, Bytes(spi));

    /// <summary>Chooses as responder in CREATE_CHILD_SA.</summary>
    /// <param name="offer">The peer's SA payload.</param>
    /// <param name="allowed">What we take; our order decides.</param>
    /// <param name="keyExchange">
    /// The method of the peer's KE payload, which is taken wherever it stands if the proposals have it; null without one. When the
    /// chosen suite has another method, the answer is INVALID_KE_PAYLOAD with its number (RFC 7296 §1.3.1); when it has none, the
    /// peer's KE payload is ignored.
    /// </param>
    /// <param name="miss">What came nearest, when null is returned: the answer is NO_PROPOSAL_CHOSEN.</param>
    public static ChildChoice? TryChoose(
        SaPayload offer, IReadOnlyList<ChildProposal> allowed, ushort? keyExchange, out NearestMiss? miss)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(allowed);
        return Of(ProposalSelection.Choose(offer, allowed, keyExchange ?? ProposalAlgorithm.NoneId, out miss));
    }

    /// <summary>Chooses as responder in IKE_AUTH, where key exchanges that either side names mean nothing (RFC 7296 §1.2).</summary>
    /// <param name="offer">The peer's SA payload.</param>
    /// <param name="allowed">What we take; our order decides.</param>
    /// <param name="miss">What came nearest, when null is returned: the answer is NO_PROPOSAL_CHOSEN.</param>
    public static ChildChoice? TryChooseInAuth(SaPayload offer, IReadOnlyList<ChildProposal> allowed, out NearestMiss? miss)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(allowed);
        SaPayload without = new([.. offer.Proposals.Select(WithoutKeyExchange)]);
        return TryChoose(without, [.. allowed.Select(proposal => proposal.WithoutKeyExchange)], keyExchange: null, out miss);
    }

    /// <summary>Checks as initiator what the peer chose: one proposal of ours and one transform of each of its types.</summary>
    /// <param name="answer">The peer's SA payload.</param>
    /// <param name="offered">What was offered, in the same order.</param>
    /// <param name="problem">What is wrong when null is returned; otherwise empty.</param>
    public static ChildChoice? TryAccept(SaPayload answer, IReadOnlyList<ChildProposal> offered, out string problem)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(offered);
        return Of(ProposalSelection.Accept(answer, offered, out problem));
    }

    /// <summary>The answer of a responder.</summary>
    /// <param name="spi">Our inbound SPI.</param>
    public SaPayload Answer(uint spi) => new([Proposal with { Spi = Bytes(spi) }]);

    private static ChildChoice? Of(ProposalMatch? match) => match is null
        ? null
        : new ChildChoice(
            ChildSuite.Of(match, match.Theirs.Protocol == ProtocolId.Ah ? SaProtocol.Ah : SaProtocol.Esp), match.Chosen);

    private static SaProposal WithoutKeyExchange(SaProposal proposal) =>
        proposal with { Transforms = [.. proposal.Transforms.Where(transform => transform.Type != TransformType.KeyExchange)] };

    private static Octets Bytes(uint spi)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, spi);
        return bytes;
    }
}
