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
    internal static SaPayload? TryRead(Octets body, out IkeReadError error) => Substructures.TryReadProposals<SaProposal>(
        body, SaProposal.MoreMark, SaProposal.TryRead, proposal => proposal.Transforms.Count, out error) is { } proposals
        ? new SaPayload([.. proposals])
        : null;

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        for (int index = 0; index < Proposals.Count; index++)
        {
            Proposals[index].Write(writer, isLast: index == Proposals.Count - 1);
        }
    }
}
