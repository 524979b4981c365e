namespace Pipeline.Engine.Wire.Ike.V2.Proposals;

/// <summary>SA: proposals in order of preference, or the one chosen (RFC 7296 §3.3).</summary>
/// <remarks>
/// Whatever is well formed is kept: negotiation skips proposals with unknown protocols, transform types or attributes
/// (RFC 7296 §3.3.6).
/// </remarks>
/// <param name="Proposals">The proposals; at least one.</param>
public sealed record SaPayload(ValueList<SaProposal> Proposals) : IkePayload(PayloadType.SecurityAssociation)
{
    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static SaPayload? TryRead(Octets body, out IkeReadError error)
    {
        var proposals = new List<SaProposal>();
        int transformCount = 0;
        var reader = new SubstructureReader(body.Span, SaProposal.MoreMark);
        while (reader.TryNext(out int offset, out int length))
        {
            if (SaProposal.TryRead(body.Slice(offset, length), out error) is not { } proposal)
            {
                return null;
            }

            proposals.Add(proposal);
            transformCount += proposal.Transforms.Count;
            if (proposals.Count > MessageLimits.MaximumProposalCount || transformCount > MessageLimits.MaximumTransformCount)
            {
                error = IkeReadError.TooManyProposals;
                return null;
            }
        }

        error = reader.Error == IkeReadError.None && proposals.Count == 0 ? IkeReadError.BodyTooShort : reader.Error;
        return error == IkeReadError.None ? new SaPayload([.. proposals]) : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        for (int index = 0; index < Proposals.Count; index++)
        {
            Proposals[index].Write(writer, isLast: index == Proposals.Count - 1);
        }
    }
}
