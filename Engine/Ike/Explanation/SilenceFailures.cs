using System.Globalization;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>What a peer that does not answer may mean; how often it was asked is in the sentence.</summary>
internal static class SilenceFailures
{
    /// <summary>IKE_SA_INIT was not answered.</summary>
    /// <param name="connection">With whom.</param>
    /// <param name="path">Where it was sent.</param>
    internal static IkeFailure OfSaInit(ConnectionOptions connection, IkePath path) =>
        Of(IkeStep.IkeSaInit, connection, $"{Asked(connection, "IKE_SA_INIT")} to {path.Remote} and not answered") with
        {
            Peer = path.Remote.ToString(),
            Suggestion = $"see that the address is right, that IKE runs there, and that nothing on the way drops UDP port {Port(path)}",
        };

    /// <summary>IKE_SA_INIT was answered, IKE_AUTH was not.</summary>
    /// <param name="connection">With whom.</param>
    /// <param name="path">Where it was sent.</param>
    internal static IkeFailure OfAuth(ConnectionOptions connection, IkePath path)
    {
        string port = path.Remote.Port == IkePath.IkePort ? "IP fragments" : $"UDP port {Port(path)} or fragments";
        return Of(IkeStep.IkeAuth, connection, $"{Asked(connection, "IKE_AUTH")} to {path.Remote} and not answered, though IKE_SA_INIT was") with
        {
            Suggestion = $"see whether something on the way drops {port}; "
                + "some peers also fall silent when they do not believe you: see the peer's log",
        };
    }

    /// <summary>As responder: the peer did not go on after IKE_SA_INIT.</summary>
    /// <param name="connection">The only connection that can be meant; null when there are several.</param>
    /// <param name="path">Where the peer is.</param>
    /// <param name="waited">How long.</param>
    internal static IkeFailure OfInitiator(ConnectionOptions? connection, IkePath path, TimeSpan waited) => new(
        IkeStep.IkeAuth,
        FailureCause.NoAnswer,
        string.Create(
            CultureInfo.InvariantCulture, $"peer did not go on with IKE_AUTH in {waited.TotalSeconds:0} s after your answer to IKE_SA_INIT"))
    {
        Connection = connection?.Name ?? "",
        Peer = path.Remote.ToString(),
        Suggestion = "see whether something on the way drops UDP port 4500 or fragments, or your answer; the peer's log says which it has seen",
    };

    /// <summary>An established peer has fallen silent.</summary>
    internal static IkeFailure OfEstablished(ConnectionOptions connection, IkePath path) =>
        Of(IkeStep.Informational, connection, $"{Asked(connection, "a request")} to {path.Remote} and not answered: the peer is taken for dead") with
        {
            Suggestion = "see whether the peer runs and can be reached",
        };

    private static IkeFailure Of(IkeStep step, ConnectionOptions connection, string explanation) => new(step, FailureCause.NoAnswer, explanation)
    {
        Connection = connection.Name,
        Peer = connection.RemoteIdentity?.ToString() ?? "",
    };

    private static string Asked(ConnectionOptions connection, string message)
    {
        int times = connection.Retransmissions.Tries + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{message} was sent {(times == 1 ? "once" : $"{times} times")}");
    }

    private static string Port(IkePath path) => path.Remote.Port.ToString(CultureInfo.InvariantCulture);
}
