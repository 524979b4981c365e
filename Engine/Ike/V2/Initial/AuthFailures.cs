using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>Judges proofs, and says in words why IKE_AUTH came to nothing.</summary>
internal static class AuthFailures
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

    /// <summary>We do not believe the peer.</summary>
    internal static IkeFailure ByUs(ConnectionOptions connection, IkeIdentity? peer, AuthenticationVerdict verdict) =>
        Fail(connection, FailureCause.Authentication, verdict.Explanation) with
        {
            Peer = peer?.ToString() ?? "",
            Notify = NotifyType.AuthenticationFailed,
            Authentication = verdict,
            Suggestion = verdict.Problem switch
            {
                AuthenticationProblem.WrongPresharedKey => "give both sides the same preshared key",
                AuthenticationProblem.UnknownIdentity => $"set the remote identity of connection {connection.Name} to {peer}, if that is the peer",
                AuthenticationProblem.MethodNotAllowed => $"allow the peer's method in connection {connection.Name}, or change the peer's",
                AuthenticationProblem.NoCertificate => "let the peer send its certificate, or store it here",
                AuthenticationProblem.CertificateRefused when verdict.Certificate is { } certificate => CertificateExplanation.Suggest(certificate),
                _ => null,
            },
        };

    /// <summary>The peer does not believe us, or wants nothing of us.</summary>
    internal static IkeFailure ByPeer(ConnectionOptions connection, NotifyPayload error, DateTimeOffset at)
    {
        if (error.Notify == NotifyType.AuthenticationFailed)
        {
            return Disbelieved(connection, at);
        }

        return Fail(connection, FailureCause.RefusedByPeer, $"the peer refused with {error.Notify}") with
        {
            Notify = error.Notify,
            IsByPeer = true,
        };
    }

    /// <summary>The peer does not believe us: it never says more.</summary>
    internal static IkeFailure Disbelieved(ConnectionOptions connection, DateTimeOffset at)
    {
        string hint = connection is { SendsIdentityHint: true, RemoteIdentity: { } remote } ? $" (you ask for {remote})" : "";
        return Fail(
            connection,
            FailureCause.Authentication,
            $"the peer does not believe that you are {connection.LocalIdentity} by {connection.OwnProof.NameAt(at)}") with
        {
            Notify = NotifyType.AuthenticationFailed,
            IsByPeer = true,
            Suggestion = $"compare identities{hint} and preshared keys or certificates; the peer's log says which it is",
        };
    }

    /// <summary>We have a key that can sign in no way that the peer verifies.</summary>
    internal static IkeFailure NoCommonAlgorithm(ConnectionOptions connection) => Fail(
        connection,
        FailureCause.Authentication,
        $"{connection.OwnProof.Name} cannot sign with any hash function that the peer announced");

    /// <summary>IKE_AUTH was not answered: mostly because the two have different keys, or port 4500 is closed.</summary>
    internal static IkeFailure NoAnswer(ConnectionOptions connection) =>
        Fail(connection, FailureCause.NoAnswer, "the peer answered IKE_SA_INIT, but not IKE_AUTH") with
        {
            Suggestion = "see whether something on the way drops fragments or UDP port 4500",
        };

    /// <summary>IKE_AUTH could not be read.</summary>
    internal static IkeFailure Malformed(ConnectionOptions connection, IkeReadFailure failure) => Fail(
        connection,
        failure.Error == IkeReadError.UnknownCriticalPayload ? FailureCause.UnknownCriticalPayload : FailureCause.Malformed,
        $"the peer's message cannot be read: {failure}");

    private static IkeFailure Fail(ConnectionOptions connection, FailureCause cause, string explanation) =>
        new(IkeStep.IkeAuth, cause, explanation)
        {
            Connection = connection.Name,
            Peer = connection.RemoteIdentity?.ToString() ?? "",
        };
}
