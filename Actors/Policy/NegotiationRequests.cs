using Pipeline.Engine.DataPath.Negotiation;
using Akka.Actor;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Policy;

/// <summary>Carries what the shards want negotiated to the <see cref="PolicyActor"/>.</summary>
/// <remarks>The shards are made before the actors; what they want until then is asked again a second later.</remarks>
internal sealed class NegotiationRequests : INegotiations
{
    private volatile IActorRef _policy = ActorRefs.Nobody;

    /// <summary>Names who hears of it.</summary>
    public void SendTo(IActorRef policy) => _policy = policy;

    /// <inheritdoc/>
    public void Wanted(string saName, in FlowKey flow) => _policy.Tell(new WantSa(saName, flow), ActorRefs.NoSender);
}
