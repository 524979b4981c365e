using Akka.Actor;
using Pipeline.Engine.DataPath;

namespace Pipeline.Actors.Sharding;

/// <summary>Which actor owns which SA of one shard; the paths report to it an SA that failed.</summary>
/// <remarks>Owned by the shard's thread.</remarks>
public sealed class SaOwners : ISaFaultSink
{
    private readonly Dictionary<object, IActorRef> _owners = new(ReferenceEqualityComparer.Instance);

    /// <summary>SAs that have an owner.</summary>
    public int Count => _owners.Count;

    /// <summary>Notes the owner of an <c>OutboundSa</c> or <c>InboundSa</c>.</summary>
    public void Add(object sa, IActorRef owner) => _owners[sa] = owner;

    /// <summary>Forgets the owner.</summary>
    public void Remove(object sa) => _owners.Remove(sa);

    /// <inheritdoc/>
    public void Failed(object sa, Exception fault)
    {
        // The packet door failed: the actor fails with it, by the same fault, and its supervisor stops it.
        if (_owners.TryGetValue(sa, out IActorRef? owner))
        {
            owner.Tell(new Sa.FailSa(fault), ActorRefs.NoSender);
        }
    }
}
