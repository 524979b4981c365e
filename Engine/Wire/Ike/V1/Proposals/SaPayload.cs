using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>SA: proposals in order of preference, or what was chosen of them (RFC 2408 §3.4, RFC 2407 §4.6.1).</summary>
/// <remarks>
/// <code>
/// |             Domain of Interpretation (1 = IPsec)              |
/// |               Situation (1 = identity only)                   |
/// |                         &lt;Proposals&gt;                           |
/// </code>
/// Proposals of the same number belong together (AH and ESP, say); those of different numbers are alternatives (RFC 2408 §4.2).
/// Whatever is well formed is kept: negotiation skips what it does not know.
/// </remarks>
/// <param name="Proposals">The proposals; at least one.</param>
public sealed record SaPayload(ValueList<SaProposal> Proposals) : IsakmpPayload(IsakmpPayloadType.SecurityAssociation)
{
    private const uint IdentityOnly = 1;
    private const int SituationOffset = DomainOfInterpretation.Length;
    private const int ProposalsOffset = SituationOffset + sizeof(uint);

    /// <summary>The alternatives in order: of each, the proposals that belong together, one for each protocol.</summary>
    public IEnumerable<ValueList<SaProposal>> Alternatives
    {
        get
        {
            var together = new List<SaProposal>();
            foreach (SaProposal proposal in Proposals)
            {
                if (together.Count > 0 && together[0].Number != proposal.Number)
                {
                    yield return [.. together];
                    together.Clear();
                }

                together.Add(proposal);
            }

            yield return [.. together];
        }
    }

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static SaPayload? TryRead(Octets body, out IkeReadError error)
    {
        error = Judge(body.Span);
        if (error != IkeReadError.None)
        {
            return null;
        }

        return Substructures.TryReadProposals<SaProposal>(
            body.Slice(ProposalsOffset), SaProposal.MoreMark, SaProposal.TryRead, proposal => proposal.Transforms.Count, out error) is { } proposals
            ? new SaPayload([.. proposals])
            : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write(DomainOfInterpretation.Ipsec);
        writer.Write(IdentityOnly);
        for (int index = 0; index < Proposals.Count; index++)
        {
            Proposals[index].Write(writer, isLast: index == Proposals.Count - 1);
        }
    }

    private static IkeReadError Judge(ReadOnlySpan<byte> fields)
    {
        if (fields.Length < ProposalsOffset)
        {
            return IkeReadError.BodyTooShort;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(fields) != DomainOfInterpretation.Ipsec)
        {
            return IkeReadError.UnsupportedDoi;
        }

        // Secrecy and integrity levels would put labels in front of the proposals; nobody here could honour them.
        return BinaryPrimitives.ReadUInt32BigEndian(fields[SituationOffset..]) == IdentityOnly
            ? IkeReadError.None
            : IkeReadError.UnsupportedSituation;
    }
}
