using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Explanation;

/// <summary>Messages that cannot be read, and errors that no other explanation covers.</summary>
internal static class MessageFailures
{
    /// <summary>What an error in the clear is worth (RFC 7296 §2.21.1).</summary>
    private const string NotTrusted = "nothing proves that the peer said it, so better answers were waited for in vain";

    /// <summary>A message lacks what it must have, or says what makes no sense.</summary>
    internal static IkeFailure Incomplete(IkeStep step, ConnectionOptions? connection, string problem) =>
        new(step, FailureCause.Malformed, problem) { Connection = connection?.Name ?? "" };

    /// <summary>A message cannot be read.</summary>
    internal static IkeFailure Unreadable(IkeStep step, ConnectionOptions? connection, IkeReadFailure failure)
    {
        bool isUnknown = failure.Error == IkeReadError.UnknownCriticalPayload;
        return new IkeFailure(
            step,
            isUnknown ? FailureCause.UnknownCriticalPayload : FailureCause.Malformed,
            isUnknown
                ? $"peer insists on payload {(int)failure.Payload}, which is not known here"
                : $"peer's message cannot be read: {failure}")
        {
            Connection = connection?.Name ?? "",
            Suggestion = isUnknown ? "switch off in the peer what needs that payload" : null,
        };
    }

    /// <summary>The peer refused in a way that needs no further words.</summary>
    internal static IkeFailure ByPeer(IkeStep step, ConnectionOptions connection, NotifyType error) =>
        new(step, FailureCause.RefusedByPeer, $"peer refuses with {NotifyText.Of(error)}")
        {
            Connection = connection.Name,
            Notify = error,
            IsByPeer = true,
        };

    /// <summary>The same failure, told by a message that anybody could have sent.</summary>
    internal static IkeFailure Untrusted(IkeFailure failure) => failure with
    {
        Suggestion = failure.Suggestion is null ? NotTrusted : $"{failure.Suggestion}; {NotTrusted}",
    };
}
