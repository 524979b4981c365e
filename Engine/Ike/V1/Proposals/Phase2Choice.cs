using System.Buffers.Binary;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>What was chosen in a quick mode: a pair of SAs, or a bundle of pairs with different protocols (RFC 2408 §4.2).</summary>
/// <param name="Pairs">In the order of the offer; each protocol once.</param>
public sealed record Phase2Choice(ValueList<Phase2Pair> Pairs)
{
    private const uint FirstSpi = 256;
    private const int MostTransforms = byte.MaxValue;

    /// <summary>The offer: proposals numbered from 1, those of one bundle with the same number.</summary>
    /// <param name="alternatives">
    /// In order of preference, at most 255: of each, the suites of every protocol that belongs to it. All have the same group, or
    /// none: there is one KE payload for all of them (RFC 2409 §5.5).
    /// </param>
    /// <param name="spiOf">Our inbound SPI of a protocol.</param>
    /// <param name="mode">How packets are wrapped.</param>
    /// <param name="lifetime">How long a pair may live.</param>
    public static SaPayload Offer(
        IReadOnlyList<Phase2Alternative> alternatives, Func<SaProtocol, uint> spiOf, EncapsulationMode mode, NegotiatedLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(alternatives);
        ArgumentNullException.ThrowIfNull(spiOf);
        return new SaPayload(
        [
            .. alternatives.SelectMany((alternative, index) => alternative.Protocols.Select(
                suites => Propose((byte)(index + 1), suites, spiOf, mode, lifetime))),
        ]);
    }

    /// <summary>Chooses as responder: our first alternative that the peer offers, of each protocol our first suite.</summary>
    /// <param name="offer">The peer's SA payload.</param>
    /// <param name="allowed">Alternatives that we take; our order decides.</param>
    /// <param name="modes">Modes that we take.</param>
    /// <returns>Null when none fits: the answer is NO-PROPOSAL-CHOSEN.</returns>
    public static Phase2Choice? TryChoose(
        SaPayload offer, IReadOnlyList<Phase2Alternative> allowed, IReadOnlyList<EncapsulationMode> modes)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(modes);
        foreach (Phase2Alternative ours in allowed)
        {
            foreach (ValueList<SaProposal> theirs in offer.Alternatives)
            {
                if (Match(theirs, ours, modes) is { } choice)
                {
                    return choice;
                }
            }
        }

        return null;
    }

    /// <summary>Checks as initiator what the peer chose: one transform of each protocol of one alternative that was offered.</summary>
    /// <param name="answer">The peer's SA payload.</param>
    /// <param name="offered">Alternatives that were offered.</param>
    /// <param name="mode">The mode that was offered.</param>
    /// <returns>Null when it is anything else.</returns>
    public static Phase2Choice? TryAccept(SaPayload answer, IReadOnlyList<Phase2Alternative> offered, EncapsulationMode mode)
    {
        ArgumentNullException.ThrowIfNull(answer);
        bool isOne = answer.Alternatives.Count() == 1 && answer.Proposals.All(proposal => proposal.Transforms.Count == 1);
        return isOne ? TryChoose(answer, offered, [mode]) : null;
    }

    /// <summary>The answer of a responder.</summary>
    /// <param name="spiOf">Our inbound SPI of a protocol.</param>
    public SaPayload Answer(Func<SaProtocol, uint> spiOf)
    {
        ArgumentNullException.ThrowIfNull(spiOf);
        return new SaPayload([.. Pairs.Select(pair => pair.Chosen with { Spi = Bytes(spiOf(pair.Suite.Protocol)) })]);
    }

    private static SaProposal Propose(
        byte number, ValueList<Phase2Suite> suites, Func<SaProtocol, uint> spiOf, EncapsulationMode mode, NegotiatedLifetime lifetime)
    {
        SaTransform[] transforms =
            [.. suites.Distinct().Take(MostTransforms).Select((suite, index) => suite.ToTransform((byte)(index + 1), mode, lifetime))];
        return new SaProposal(number, suites[0].ProtocolId, Bytes(spiOf(suites[0].Protocol)), [.. transforms]);
    }

    private static Phase2Choice? Match(ValueList<SaProposal> theirs, Phase2Alternative ours, IReadOnlyList<EncapsulationMode> modes)
    {
        if (theirs.Count != ours.Protocols.Count)
        {
            return null;
        }

        var pairs = new List<Phase2Pair>();
        foreach (SaProposal proposal in theirs)
        {
            ValueList<Phase2Suite> suites = ours.Protocols.FirstOrDefault(entry => entry[0].ProtocolId == proposal.Protocol);
            if (pairs.Any(pair => pair.Suite.ProtocolId == proposal.Protocol) || Choose(proposal, suites, modes) is not { } chosen)
            {
                return null;
            }

            pairs.Add(chosen);
        }

        // One key exchange serves all of a bundle.
        return pairs.All(pair => pair.Suite.Group == pairs[0].Suite.Group) ? new Phase2Choice([.. pairs]) : null;
    }

    private static Phase2Pair? Choose(SaProposal proposal, ValueList<Phase2Suite> suites, IReadOnlyList<EncapsulationMode> modes)
    {
        if (proposal.Spi.Length != sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(proposal.Spi.Span) < FirstSpi)
        {
            return null;
        }

        SaTransform[] usable = [.. proposal.Transforms.Where(transform => modes.Contains(ModeOf(transform)))];
        foreach (Phase2Suite suite in suites)
        {
            SaTransform? transform = usable.FirstOrDefault(
                candidate => suite.Equals(Phase2Suite.TryRead(proposal.Protocol, candidate, allowLegacy: true)));
            if (transform is not null)
            {
                return new Phase2Pair(
                    suite,
                    ModeOf(transform),
                    NegotiatedLifetime.OfPhase2(transform.Attributes),
                    proposal with { Transforms = [transform] });
            }
        }

        return null;
    }

    /// <summary>RFC 2407 §4.5 leaves what no mode means to the host; peers that leave it out mean the tunnel.</summary>
    private static EncapsulationMode ModeOf(SaTransform transform) =>
        (EncapsulationMode)(transform.Find(IpsecAttributeType.EncapsulationMode) ?? (ulong)EncapsulationMode.Tunnel);

    private static byte[] Bytes(uint spi)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, spi);
        return bytes;
    }
}
