using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>What an operator hears when an <see cref="IkeSaActor"/> failed: a fault of ours, in the same form as every other failure.</summary>
internal static class IkeFaults
{
    /// <summary>The failure.</summary>
    /// <param name="member">The actor; null when it is not known any more.</param>
    /// <param name="fault">What it threw.</param>
    public static IkeFailure Of(IkeMember? member, Exception fault) =>
        new(IkeStep.Informational, FailureCause.Fault, $"our own code failed ({fault.GetType().Name}: {fault.Message})")
        {
            Connection = member?.Connection ?? "",
            Peer = member?.Peer?.ToString() ?? member?.Path.Remote.ToString() ?? "",
            Suggestion = "its tunnels are gone and are negotiated anew; please report it",
        };
}
