using Akka.Actor;

namespace Pipeline.Actors;

/// <summary>Makes actors without reflection over constructor arguments, and without an expression tree for each.</summary>
/// <typeparam name="TActor">What is made.</typeparam>
/// <param name="make">Makes one.</param>
internal sealed class ActorProducer<TActor>(Func<TActor> make) : IIndirectActorProducer
    where TActor : ActorBase
{
    /// <inheritdoc/>
    public Type ActorType => typeof(TActor);

    /// <inheritdoc/>
    public ActorBase Produce() => make();

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
