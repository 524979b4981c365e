using Akka.Actor;
using Pipeline.Actors.Sa;

namespace Pipeline.Actors.Ike.Status;

/// <summary>Asks the actors of SAs what they have carried.</summary>
/// <remarks>Asked by whoever wants to know, and not by the IKE actors: those have messages to answer meanwhile.</remarks>
internal static class TrafficQuestions
{
    /// <summary>Questions on their way at once: enough for every shard, few enough that each is answered long before the limit.</summary>
    private const int AtOnce = 512;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary>The same IKE SAs, with the counters of their children.</summary>
    public static async Task<IkeStatus> FillAsync(IkeStatus status)
    {
        var traffic = new Dictionary<IActorRef, SaTraffic>();
        IEnumerable<IActorRef> actors = status.IkeSas.SelectMany(sa => sa.Children)
            .SelectMany(child => new[] { child.InboundActor, child.OutboundActor })
            .Where(actor => !actor.IsNobody());
        foreach (IActorRef[] some in actors.Distinct().Chunk(AtOnce))
        {
            SaTraffic[] answers = await Task.WhenAll(some.Select(AskAsync)).ConfigureAwait(false);
            foreach ((IActorRef actor, SaTraffic answer) in some.Zip(answers))
            {
                traffic[actor] = answer;
            }
        }

        return status with
        {
            IkeSas = [.. status.IkeSas.Select(sa => sa with { Children = [.. sa.Children.Select(child => Fill(child, traffic))] })],
        };
    }

    private static ChildStatus Fill(ChildStatus child, Dictionary<IActorRef, SaTraffic> traffic) => child with
    {
        Inbound = traffic.GetValueOrDefault(child.InboundActor),
        Outbound = traffic.GetValueOrDefault(child.OutboundActor),
    };

    private static async Task<SaTraffic> AskAsync(IActorRef sa)
    {
        try
        {
            SaStatus status = await sa.Ask<SaStatus>(QuerySa.Instance, AnswerLimit).ConfigureAwait(false);
            return new SaTraffic(status.Packets, status.Bytes);
        }
        catch (AskTimeoutException)
        {
            // It ended meanwhile.
            return default;
        }
    }
}
