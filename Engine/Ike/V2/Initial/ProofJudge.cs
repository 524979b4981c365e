using Pipeline.Engine.Ike.Authentication;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>Judges proofs.</summary>
internal static class ProofJudge
{
    /// <summary>Judges a peer's proof by the ways that a connection allows.</summary>
    internal static AuthenticationVerdict Judge(ConnectionOptions connection, ProofContext context, PeerClaim claim)
    {
        AuthenticationVerdict verdict = new(AuthenticationProblem.MethodNotAllowed)
        {
            Explanation = $"{claim.Identity} proves itself by method {claim.Proof.Method}; you allow "
                + string.Join(", ", connection.PeerProofs.Select(proof => proof.Name)),
        };
        foreach (IPeerProof proof in connection.PeerProofs.Where(proof => proof.Fits(claim.Proof)))
        {
            verdict = proof.Check(context, claim);
            if (verdict.IsAuthentic)
            {
                break;
            }
        }

        return verdict;
    }
}
