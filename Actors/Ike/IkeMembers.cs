using Pipeline.Actors.Ike.Strangers;
using Akka.Actor;
using Pipeline.Actors.Sa;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Ike;

/// <summary>All <see cref="IkeSaActor"/>s, found by whatever leads to one. Belongs to the router.</summary>
internal sealed class IkeMembers
{
    private readonly Dictionary<IActorRef, IkeMember> _all = [];
    private readonly Dictionary<ulong, IkeMember> _bySpi = [];
    private readonly Dictionary<FirstRequestKey, IkeMember> _byFirstRequest = [];
    private readonly Dictionary<SaIdentity, (IkeMember Member, uint InboundSpi)> _byChild = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<IkeMember> All => _all.Values;

    /// <summary>The one that an actor is; null when it is none of ours.</summary>
    public IkeMember? Find(IActorRef actor) => _all.GetValueOrDefault(actor);

    /// <summary>The one that has this SPI of ours.</summary>
    public IkeMember? FindBySpi(ulong spi) => _bySpi.GetValueOrDefault(spi);

    /// <summary>The one that answers a first request.</summary>
    public IkeMember? FindByFirstRequest(in FirstRequestKey request) => _byFirstRequest.GetValueOrDefault(request);

    /// <summary>The one that has a Child SA.</summary>
    public (IkeMember? Member, uint InboundSpi) FindByChild(SaParameters sa) => _byChild.GetValueOrDefault(SaIdentity.Of(sa));

    /// <summary>Those of a connection that are not at their end.</summary>
    public IReadOnlyList<IkeMember> Of(string connection) =>
        [.. _all.Values.Where(member => member.Connection == connection && member is { IsEnded: false, IsDetached: false })];

    /// <summary>The same, and those whose IKE SA is over while their children live on.</summary>
    public IReadOnlyList<IkeMember> WithChildrenOf(string connection) =>
        [.. _all.Values.Where(member => member.Connection == connection && !member.IsDetached && (!member.IsEnded || member.Children.Count > 0))];

    /// <summary>Tells whether there is an established one with this peer, in any connection.</summary>
    public bool Knows(IkeIdentity? peer) => peer is not null && _all.Values.Any(member => member.IsEstablished && member.Peer == peer);

    /// <summary>
    /// Tells whether one is somebody who has proved nothing, beside an established one of the same connection: his failures say nothing about that.
    /// </summary>
    public bool IsStranger(IkeMember member) =>
        member is { FirstRequest: not null, Peer: null } && Of(member.Connection).Any(other => other.IsEstablished);

    /// <summary>Adds one.</summary>
    public void Add(IkeMember member)
    {
        _all.Add(member.Actor, member);
        if (member.FirstRequest is { } request)
        {
            _byFirstRequest[request] = member;
        }
    }

    /// <summary>Notes that an SPI of ours leads to one, or does so no more.</summary>
    public void Note(IkeMember member, IkeSpiChanged changed)
    {
        if (changed is { IsTaken: true, Spi: not 0 })
        {
            member.Spis.Add(changed.Spi);
            _bySpi[changed.Spi] = member;
        }
        else if (member.Spis.Remove(changed.Spi))
        {
            _bySpi.Remove(changed.Spi);
        }
    }

    /// <summary>Notes that one has a Child SA, or has it no more.</summary>
    public void Note(IkeMember member, ChildChanged changed)
    {
        if (changed.IsThere)
        {
            member.Children[changed.InboundSpi] = changed;
            _byChild[changed.Inbound] = (member, changed.InboundSpi);
            _byChild[changed.Outbound] = (member, changed.InboundSpi);
        }
        else if (member.Children.Remove(changed.InboundSpi))
        {
            Forget(changed);
        }
    }

    /// <summary>Forgets one with everything that leads to it.</summary>
    /// <returns>The one; null when it is none of ours.</returns>
    public IkeMember? Remove(IActorRef actor)
    {
        if (!_all.Remove(actor, out IkeMember? member))
        {
            return null;
        }

        if (member.FirstRequest is { } request)
        {
            _byFirstRequest.Remove(request);
        }

        foreach (ulong spi in member.Spis)
        {
            _bySpi.Remove(spi);
        }

        foreach (ChildChanged child in member.Children.Values)
        {
            Forget(child);
        }

        return member;
    }

    private void Forget(ChildChanged child)
    {
        _byChild.Remove(child.Inbound);
        _byChild.Remove(child.Outbound);
    }
}
