using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Why a pair of Child SAs was not agreed on, proposals apart.</summary>
internal static class ChildFailures
{
    /// <summary>As responder we have none of the traffic that the peer asks for.</summary>
    internal static IkeFailure Selectors(IkeStep step, ConnectionOptions connection, ChildOptions child, SelectorMiss miss) =>
        Of(step, connection, child, FailureCause.Selectors, miss.Explain()) with
        {
            Notify = NotifyType.TsUnacceptable,
            Selectors = miss,
            Changes = miss.ChangesOf(connection, child),
        };

    /// <summary>As responder we have no child at all.</summary>
    internal static IkeFailure NoChild(IkeStep step, ConnectionOptions connection, ChildSelectors asked) =>
        Of(step, connection, null, FailureCause.Selectors, $"peer asks for {asked.Reversed}; you allow nothing") with
        {
            Notify = NotifyType.TsUnacceptable,
            Suggestion = $"add a child to connection {connection.Name}",
        };

    /// <summary>The two want different modes.</summary>
    /// <param name="step">Which.</param>
    /// <param name="connection">Whose.</param>
    /// <param name="child">The child with our mode.</param>
    internal static IkeFailure Mode(IkeStep step, ConnectionOptions connection, ChildOptions child)
    {
        (string ours, string theirs) = child.Mode == SaMode.Transport ? ("transport", "tunnel") : ("tunnel", "transport");
        string explanation = $"peer wants {theirs} mode; you want {ours} mode; ask the peer for {ours} mode, or change yours";
        return Of(step, connection, child, FailureCause.Mode, explanation) with
        {
            Changes = [ConfigurationChange.Set(connection, child, "mode", theirs)],
        };
    }

    /// <summary>The peer answered with traffic that we did not ask for.</summary>
    internal static IkeFailure WrongSelectors(IkeStep step, ConnectionOptions connection, ChildOptions child, string problem) =>
        Of(step, connection, child, FailureCause.Selectors, problem);

    /// <summary>The peer answered with an error.</summary>
    /// <param name="step">Which.</param>
    /// <param name="connection">Whose.</param>
    /// <param name="child">What we asked for.</param>
    /// <param name="selectors">The traffic that we asked for.</param>
    /// <param name="error">Its answer; not NO_PROPOSAL_CHOSEN.</param>
    internal static IkeFailure ByPeer(IkeStep step, ConnectionOptions connection, ChildOptions child, ChildSelectors selectors, NotifyPayload error)
    {
        IkeFailure failure = error.Notify switch
        {
            NotifyType.TsUnacceptable => Of(step, connection, child, FailureCause.Selectors, $"peer does not allow {selectors}") with
            {
                Suggestion = $"make the two overlap: its selectors, and \"localSelectors\" and \"remoteSelectors\" of child {child.Name}; "
                    + "what is local here is remote there",
            },
            NotifyType.SinglePairRequired => Of(
                step, connection, child, FailureCause.Selectors, $"peer takes one pair of addresses for each Child SA, not {selectors}") with
            {
                Suggestion = "make a child for each pair of networks",
            },
            NotifyType.NoAdditionalSas => Of(
                step, connection, child, FailureCause.LimitReached, "peer takes no more Child SAs on this IKE SA") with
            {
                Suggestion = $"make a connection of its own for child {child.Name}, or raise the peer's limit",
            },
            NotifyType.ChildSaNotFound => Of(step, connection, child, FailureCause.ChildUnknown, "peer does not have the Child SA any more"),
            NotifyType.TemporaryFailure => Of(step, connection, child, FailureCause.PeerBusy, "peer is busy with another exchange"),
            NotifyType.InvalidKePayload => Of(
                step, connection, child, FailureCause.KeyExchange, "peer wants a group that you do not offer for this child") with
            {
                Suggestion = $"add it to \"proposals\" of child {child.Name}, or ask the peer for one of yours",
            },
            _ => Of(step, connection, child, FailureCause.RefusedByPeer, $"peer refuses with {NotifyText.Of(error.Notify)}"),
        };
        return failure with { Notify = error.Notify, IsByPeer = true };
    }

    /// <summary>A failure of a child.</summary>
    internal static IkeFailure Of(IkeStep step, ConnectionOptions connection, ChildOptions? child, FailureCause cause, string explanation) =>
        new IkeFailure(step, cause, explanation) { Connection = connection.Name }.About(child);

    /// <summary>The same failure, of a child.</summary>
    internal static IkeFailure About(this IkeFailure failure, ChildOptions? child) =>
        child is null ? failure : failure with { Child = child.Name, Rules = child.Rules };
}
