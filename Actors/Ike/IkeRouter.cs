using Pipeline.Engine.Configuration.Connections;
using Pipeline.Actors.Ike.Strangers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akka.Actor;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Sa;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike;

/// <summary>Parent of every <see cref="IkeSaActor"/>: takes each message to the one that it is for, and strangers as far as is safe.</summary>
/// <remarks>
/// <code>
/// our SPI is known          --> its actor, if it speaks that version, unless too many wait there
/// first request, known      --> its actor: a repetition
/// first request, unknown    --> does a connection expect the address?  enough half open for cookies?  too many?  --> a new actor
/// </code>
/// An actor that fails is stopped, alone, never restarted: its SAs go with it, and nothing invalid is sent.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "An actor is disposed of by PostStop.")]
internal sealed class IkeRouter : ReceiveActor
{
    private readonly IkeSurroundings _around;
    private readonly FirstRequests _firstRequests;
    private readonly VersionRefusals _versions;
    private readonly ITimer _rotation;
    private readonly IkeMembers _members = new();
    private readonly ConnectionTable _connections = new();
    private IkeCounters _counters = new();
    private long _made;

    /// <param name="around">The gateway around it.</param>
    public IkeRouter(IkeSurroundings around)
    {
        _around = around;
        _firstRequests = new FirstRequests(around);
        _versions = new VersionRefusals(around.Time);
        IActorRef self = Self;
        _rotation = around.Time.CreateTimer(
            _ => self.Tell(RotateCookies.Instance), null, around.Limits.CookieLifetime, around.Limits.CookieLifetime);
        Context.System.EventStream.Subscribe(self, typeof(SaSoftExpired));
        Context.System.EventStream.Subscribe(self, typeof(SaRetired));
        Receive<IkeArrived>(Route);
        Receive<IkePumped>(pumped =>
        {
            pumped.Place.Release();
            Route(pumped.What);
        });
        Receive<IkeSpiChanged>(changed => _members.Note(_members.Find(Sender)!, changed), _ => _members.Find(Sender) is not null);
        Receive<ChildChanged>(changed => _members.Note(_members.Find(Sender)!, changed), _ => _members.Find(Sender) is not null);
        Receive<IkeProgress>(Note);
        Receive<ForgetOthers>(ForgetOthers);
        Receive<Terminated>(Forget);
        Receive<SaSoftExpired>(expired => PassOn(expired.Parameters, isHard: false));
        Receive<SaRetired>(retired => PassOn(retired.Parameters, isHard: true));
        Receive<RotateCookies>(_ => _firstRequests.Rotate());
        Receive<UseConnections>(Use);
        Receive<InitiateConnection>(order => Sender.Tell(Initiate(order)));
        Receive<TerminateConnection>(order => Sender.Tell(Order(order.Connection, EndIkeSa.Instance)));
        Receive<RekeyConnection>(order => Sender.Tell(Order(order.Connection, OrderOf(order))));
        Receive<BeginConnectionAgain>(BeginAgain);
        Receive<QueryIke>(Ask);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new StopAndTell(NoteFault);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _rotation.Dispose();
        _firstRequests.Dispose();
        base.PostStop();
    }

    // ---- messages

    private void Route(IkeArrived arrived)
    {
        _counters = _counters with { Received = _counters.Received + 1 };
        if (!IkeHeader.TryRead(arrived.Datagram, out IkeHeader header))
        {
            _counters = _counters with { Unknown = _counters.Unknown + 1 };
            return;
        }

        var addressee = Addressee.Of(header, _members);
        switch (addressee.Kind)
        {
            case AddresseeKind.Member:
                Pass(addressee.Member!, new IkeForYou(addressee.LocalSpi, arrived));
                break;
            case AddresseeKind.FirstRequest:
                RouteFirst(arrived, addressee.Version);
                break;
            case AddresseeKind.AggressiveMode:
                _counters = _counters with { Aggressive = _counters.Aggressive + 1 };
                break;
            default:
                // Not answered: whoever can make us answer messages without an SA can use us against others (RFC 7296 §2.21.4).
                _counters = _counters with { Unknown = _counters.Unknown + 1 };
                break;
        }

        if (addressee.Kind == AddresseeKind.LaterVersion && _versions.Answer(header) is { } refusal)
        {
            _around.Transport.Send(arrived.Path, refusal);
        }
    }

    private void RouteFirst(IkeArrived arrived, IkeVersion version)
    {
        var key = FirstRequestKey.Of(arrived);
        if (_members.FindByFirstRequest(key) is { } known)
        {
            Pass(known, new IkeForYou(LocalSpi: 0, arrived));
            return;
        }

        IReadOnlyList<ConnectionSettings> expected = _connections.Expecting(arrived.Path, version);
        if (expected.Count == 0)
        {
            _counters = _counters with { Uninvited = _counters.Uninvited + 1 };
            return;
        }

        switch (_firstRequests.Judge(arrived, version, hasRoom: _members.All.Count < _around.Limits.IkeSas))
        {
            case FirstRequestFate.NeedsCookie:
                _counters = _counters with { Cookies = _counters.Cookies + 1 };
                break;
            case FirstRequestFate.Refused:
                _counters = _counters with { Refused = _counters.Refused + 1 };
                break;
            default:
                IkeMember member = Make(arrived.Path, version, key);
                member.IsHalfOpen = true;
                member.Actor.Tell(new AnswerIkeSa(expected, arrived));
                break;
        }
    }

    private void Pass(IkeMember member, IkeForYou message)
    {
        if (member.Pending.TryUp())
        {
            member.Actor.Tell(message);
        }
        else
        {
            _counters = _counters with { Crowded = _counters.Crowded + 1 };
        }
    }

    // ---- actors

    private IkeMember Make(in IkePath path, IkeVersion version, FirstRequestKey? firstRequest)
    {
        var pending = new PendingCount(_around.Limits.WaitingPerIkeSa);
        IkeSurroundings around = _around;
        IActorRef actor = Context.ActorOf(
            Props.CreateBy(new ActorProducer<IkeSaActor>(() => new IkeSaActor(around, pending))).WithMailbox(ShardSetup.SaMailboxName), string.Create(CultureInfo.InvariantCulture, $"ike-{++_made}"));
        Context.Watch(actor);
        var member = new IkeMember(actor, pending, path, version) { FirstRequest = firstRequest };
        _members.Add(member);
        return member;
    }

    private void Note(IkeProgress progress)
    {
        if (_members.Find(Sender) is not { } member)
        {
            return;
        }

        member.IsEstablished = progress.IsEstablished;
        member.IsEnded = progress.IsEnded;
        member.Peer = progress.Peer ?? member.Peer;
        if (progress.Connection.Length > 0)
        {
            member.Connection = progress.Connection;
        }

        if (member.IsEstablished)
        {
            LeaveHalfOpen(member);
        }

        if (member.IsDetached || _connections.Find(member.Connection) is not { } state)
        {
            return;
        }

        if (progress.Failure is { } failure && !_members.IsStranger(member))
        {
            state.Fail(failure, _around.Time.GetUtcNow());
        }
        else if (progress.IsEstablished)
        {
            state.Succeed();
        }

        if (progress.IsEnded)
        {
            BeginLater(member.Connection);
        }
    }

    /// <summary>Who was refused keeps the place until its actor is gone: refusals cost memory too.</summary>
    private void LeaveHalfOpen(IkeMember member)
    {
        if (member.IsHalfOpen)
        {
            member.IsHalfOpen = false;
            _firstRequests.Leave(member.Path.Remote.Address);
        }
    }

    private void Forget(Terminated ended)
    {
        if (_members.Remove(ended.ActorRef) is { } member)
        {
            LeaveHalfOpen(member);
            if (!member.IsDetached && !member.IsEnded)
            {
                BeginLater(member.Connection);
            }
        }
    }

    private void NoteFault(IActorRef actor, Exception fault)
    {
        IkeFailure failure = IkeFaults.Of(_members.Find(actor), fault);
        DateTimeOffset now = _around.Time.GetUtcNow();
        _connections.Find(failure.Connection)?.Fail(failure, now);
        Context.System.EventStream.Publish(new IkeReported(now, new NegotiationEvent.Failed(failure)));
    }

    /// <summary>
    /// A peer that has begun anew knows nothing of what it had before: that goes, without a word (RFC 7296 §2.4). Only what belongs to the
    /// same connection: who may use the name there may not elsewhere.
    /// </summary>
    private void ForgetOthers(ForgetOthers order)
    {
        foreach (IkeMember member in _members.WithChildrenOf(order.Connection))
        {
            if (member.Peer == order.Peer && !member.Actor.Equals(Sender))
            {
                Stop(member);
            }
        }
    }

    private static void Stop(IkeMember member)
    {
        member.IsStopped = true;
        Context.Stop(member.Actor);
    }

    private void PassOn(SaParameters sa, bool isHard)
    {
        (IkeMember? member, uint inboundSpi) = _members.FindByChild(sa);
        member?.Actor.Tell(new ChildLimit(inboundSpi, isHard));
    }

    // ---- connections

    private void Use(UseConnections order)
    {
        _connections.Replace(order.Connections, out IReadOnlyList<string> ended, out IReadOnlyList<ConnectionSettings> begun);
        // What was changed is negotiated anew; what was not is left alone. A peer that we do not know yet may mean what is gone.
        foreach (IkeMember member in ended.SelectMany(_members.WithChildrenOf).Concat(ended.Count > 0 ? _members.Of("") : []))
        {
            Detach(member);
        }

        foreach (ConnectionSettings connection in begun.Where(connection => connection.Initiation == Initiation.Start))
        {
            Initiate(new InitiateConnection(connection.Options.Name));
        }
    }

    /// <summary>Ends one whose connection is gone. The next of that name need not wait until its peer has agreed to that.</summary>
    private static void Detach(IkeMember member)
    {
        member.IsDetached = true;
        if (member.IsEstablished)
        {
            member.Actor.Tell(EndIkeSa.Instance);
        }
        else
        {
            Stop(member);
        }
    }

    private IkeAnswer Initiate(InitiateConnection order)
    {
        if (_connections.Find(order.Connection) is not { } state)
        {
            return new IkeAnswer(IsDone: false, $"there is no connection '{order.Connection}'");
        }

        ConnectionSettings connection = state.Connection;
        if (connection.RemoteAddress is not { } remote)
        {
            return new IkeAnswer(IsDone: false, $"connection '{order.Connection}' has no remote address: only the peer can begin it");
        }

        ChildOptions? child = connection.Options.Children.FirstOrDefault(option => option.Name == order.Child);
        if (order.Child is not null && child is null)
        {
            return new IkeAnswer(IsDone: false, $"connection '{order.Connection}' has no child '{order.Child}'");
        }

        if (_members.Of(order.Connection) is [.., var member])
        {
            if (member.IsEstablished && child is not null)
            {
                ChildSelectors? trigger = order.Flow is { } flow ? ChildSelectors.Of(flow) : null;
                member.Actor.Tell(new GiveIkeOrder(new IkeOrder.NewChild(child, trigger), child.Name));
            }

            return new IkeAnswer(IsDone: true, $"connection '{order.Connection}' is {(member.IsEstablished ? "established" : "being negotiated")}");
        }

        var path = new IkePath(
            new UdpEndpoint(connection.LocalAddress ?? _around.Transport.SourceFor(remote), IkePath.IkePort), new UdpEndpoint(remote, IkePath.IkePort));
        IkeMember made = Make(path, connection.Options.Version, firstRequest: null);
        made.Connection = order.Connection;
        made.Actor.Tell(new BeginIkeSa(state.StartingWith(child, isFirst: !_members.Knows(connection.Options.RemoteIdentity)), path));
        return new IkeAnswer(IsDone: true, $"connection '{order.Connection}' is being negotiated");
    }

    private IkeAnswer Order(string connection, object order)
    {
        IReadOnlyList<IkeMember> members = _members.WithChildrenOf(connection);
        foreach (IkeMember member in members)
        {
            member.Actor.Tell(order);
        }

        return new IkeAnswer(members.Count > 0, $"connection '{connection}' {(members.Count > 0 ? "was told" : "has no IKE SA")}");
    }

    private static GiveIkeOrder OrderOf(RekeyConnection order) => order.Child is null
        ? new GiveIkeOrder(new IkeOrder.RekeyIke())
        : new GiveIkeOrder(new IkeOrder.RekeyChild(0), order.Child);

    /// <summary>A connection that is to be there always is begun again after a pause.</summary>
    private void BeginLater(string connection)
    {
        if (_connections.Find(connection) is { Connection.Initiation: Initiation.Start, IsWaiting: false } state && _members.Of(connection).Count == 0)
        {
            state.IsWaiting = true;
            _around.Time.TellLater(Self, new BeginConnectionAgain(connection), state.Pause);
        }
    }

    private void BeginAgain(BeginConnectionAgain again)
    {
        if (_connections.Find(again.Connection) is { } state)
        {
            state.IsWaiting = false;
            Initiate(new InitiateConnection(again.Connection));
        }
    }

    // ---- status

    private void Ask(QueryIke query)
    {
        bool IsAsked(string name) => query.Connection is null || query.Connection == name;
        ConnectionState[] states = [.. _connections.All.Where(state => IsAsked(state.Connection.Name))];
        IkeMember[] members = [.. _members.All.Where(member => !member.IsStopped && IsAsked(member.Connection))];
        IEnumerable<ConnectionStatus> connections = states.Select(state => new ConnectionStatus(
            state.Connection.Name, _members.Of(state.Connection.Name).Any(member => member.IsEstablished), state.LastFailure, state.FailedAt));
        var known = new IkeStatus([.. connections], [], _firstRequests.HalfOpenCount, _counters with { Unsent = _around.Transport.Lost });
        StatusCollection.AskAsync([.. members.Select(member => member.Actor)], known).PipeTo(Sender);
    }

    private sealed record RotateCookies
    {
        public static RotateCookies Instance { get; } = new();
    }

    private sealed record BeginConnectionAgain(string Connection);
}
