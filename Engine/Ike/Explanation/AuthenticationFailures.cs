using Pipeline.Crypto.Certificates;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Why one did not believe the other.</summary>
internal static class AuthenticationFailures
{
    /// <summary>We do not believe the peer.</summary>
    /// <param name="connection">The connection that was tried last.</param>
    /// <param name="peer">Who the peer says it is; null when it does not say.</param>
    /// <param name="verdict">Why not.</param>
    internal static IkeFailure ByUs(ConnectionOptions connection, IkeIdentity? peer, AuthenticationVerdict verdict) =>
        Of(connection, verdict.Explanation) with
        {
            Peer = peer?.ToString() ?? connection.RemoteIdentity?.ToString() ?? "",
            Notify = NotifyType.AuthenticationFailed,
            Authentication = verdict,
            Suggestion = SuggestionFor(connection, peer, verdict),
            Changes = [.. ChangesFor(connection, peer, verdict)],
        };

    /// <summary>The peer does not believe us.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="at">The time, for our own certificate may have expired.</param>
    internal static IkeFailure ByPeer(ConnectionOptions connection, DateTimeOffset at) =>
        Of(connection, $"peer does not believe that you are {connection.LocalIdentity} by {connection.OwnProof.NameAt(at)}") with
        {
            Notify = NotifyType.AuthenticationFailed,
            IsByPeer = true,
            Suggestion = connection.OwnProof is PresharedKeyMethod
                ? $"compare the preshared key and both identities with the peer's: it must expect {connection.LocalIdentity}, and it may not be "
                    + $"{connection.RemoteIdentity?.ToString() ?? "whom you mean"}; its log says which"
                : $"see that the peer trusts the authority of {connection.OwnProof.Name}, that the certificate is in date and not revoked, "
                    + $"and that it expects {connection.LocalIdentity}; its log says which",
        };

    /// <summary>The peer has ended the IKE SA because it does not believe us any more, or cannot read us.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="error">What it said.</param>
    /// <param name="at">The time, for our own certificate may have expired.</param>
    internal static IkeFailure Ended(ConnectionOptions connection, NotifyType error, DateTimeOffset at) => error == NotifyType.AuthenticationFailed
        ? ByPeer(connection, at) with
        {
            Explanation = $"peer has ended the IKE SA with {NotifyText.Of(error)}: it does not believe that you are {connection.LocalIdentity} "
                + $"by {connection.OwnProof.NameAt(at)}",
        }
        : Of(connection, $"peer has ended the IKE SA with {NotifyText.Of(error)}") with { Notify = error, IsByPeer = true };

    /// <summary>We have a key that can sign in no way that the peer verifies.</summary>
    internal static IkeFailure NoCommonAlgorithm(ConnectionOptions connection) =>
        Of(connection, $"{connection.OwnProof.Name} cannot sign with any hash function that the peer announced") with
        {
            Suggestion = "use a certificate with another kind of key, or update the peer",
        };

    private static string? SuggestionFor(ConnectionOptions connection, IkeIdentity? peer, AuthenticationVerdict verdict) => verdict.Problem switch
    {
        AuthenticationProblem.WrongPresharedKey => $"give both sides the same preshared key: here that of connection {connection.Name}",
        AuthenticationProblem.UnknownIdentity => $"expect {peer} in connection {connection.Name} if that is the peer, or change the peer's identity",
        AuthenticationProblem.NotOurIdentity => "change whom the peer asks for, or who you are",
        AuthenticationProblem.MethodNotAllowed => $"allow the peer's method in connection {connection.Name}, or change the peer's",
        AuthenticationProblem.NoCertificate => "let the peer send its certificate, or store it here",
        AuthenticationProblem.CertificateRefused => CertificateAdvice.For(verdict.Certificate, peer),
        AuthenticationProblem.UnknownAlgorithm => "let the peer sign with SHA-2 by RFC 7427",
        AuthenticationProblem.WrongSignature => "the peer's private key is not that of its certificate, or somebody has altered its messages",
        _ => null,
    };

    private static IEnumerable<ConfigurationChange> ChangesFor(ConnectionOptions connection, IkeIdentity? peer, AuthenticationVerdict verdict)
    {
        switch (verdict.Problem)
        {
            case AuthenticationProblem.UnknownIdentity when peer is not null:
                yield return ConfigurationChange.Set(connection, "remoteIdentity", peer.ToString());
                break;
            case AuthenticationProblem.MethodNotAllowed:
                bool wantsKey = connection.PeerProofs.Any(proof => proof is PresharedKeyMethod);
                yield return ConfigurationChange.Set(connection, "remoteAuthentication", wantsKey ? "certificate" : "psk");
                break;
            case AuthenticationProblem.CertificateRefused
                when verdict.Certificate?.Problem is CertificateProblem.WeakKey or CertificateProblem.WeakSignature:
                yield return ConfigurationChange.AllowLegacy();
                break;
        }
    }

    private static IkeFailure Of(ConnectionOptions connection, string explanation) => new(IkeStep.IkeAuth, FailureCause.Authentication, explanation)
    {
        Connection = connection.Name,
        Peer = connection.RemoteIdentity?.ToString() ?? "",
    };
}
