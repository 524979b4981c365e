using Akka.Actor;

namespace Pipeline.Actors.Ike;

/// <summary>A message that an actor sends to itself after a while, by the gateway's clock.</summary>
internal static class LateMessage
{
    /// <summary>Tells it once; whoever has ended by then misses nothing.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="actor">Who is told.</param>
    /// <param name="message">What.</param>
    /// <param name="delay">How long from now.</param>
    public static void TellLater(this TimeProvider time, IActorRef actor, object message, TimeSpan delay)
    {
        var letter = new Letter(actor, message);
        letter.Timer = time.CreateTimer(static state => ((Letter)state!).Deliver(), letter, delay, Timeout.InfiniteTimeSpan);
    }

    private sealed class Letter(IActorRef actor, object message)
    {
        public ITimer? Timer { get; set; }

        public void Deliver()
        {
            actor.Tell(message, ActorRefs.NoSender);
            Timer?.Dispose();
        }
    }
}
