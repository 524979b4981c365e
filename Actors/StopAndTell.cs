using Akka.Actor;
using Akka.Actor.Internal;

namespace Pipeline.Actors;

/// <summary>Stops an actor that failed, alone, and tells who it was and why. Never restarts: what an actor of this gateway holds cannot be had twice.</summary>
/// <param name="tell">Called on the parent's thread, before the actor is stopped.</param>
internal sealed class StopAndTell(Action<IActorRef, Exception> tell) : OneForOneStrategy(_ => Directive.Stop)
{
    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        tell(child, cause);
        base.ProcessFailure(context, restart: false, child, cause, stats, children);
    }
}
