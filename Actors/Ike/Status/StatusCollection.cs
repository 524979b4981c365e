using Akka.Actor;

namespace Pipeline.Actors.Ike.Status;

/// <summary>Asks every <see cref="IkeSaActor"/>, beside the router and not in it: nothing waits for an answer but who asked.</summary>
internal static class StatusCollection
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Puts the answers together.</summary>
    /// <param name="actors">Whom to ask.</param>
    /// <param name="rest">What the router knows itself; its IKE SAs are empty.</param>
    public static async Task<IkeStatus> AskAsync(IReadOnlyList<IActorRef> actors, IkeStatus rest)
    {
        IReadOnlyList<IkeSaStatus>[] answers = await Task.WhenAll(actors.Select(AskAsync)).ConfigureAwait(false);
        return rest with { IkeSas = [.. answers.SelectMany(some => some)] };
    }

    private static async Task<IReadOnlyList<IkeSaStatus>> AskAsync(IActorRef actor)
    {
        try
        {
            return await actor.Ask<IReadOnlyList<IkeSaStatus>>(QueryIkeSa.Instance, AnswerLimit).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // It ended meanwhile.
            return [];
        }
    }
}
