using Akka.Actor;
using Pipeline.Actors.Ike;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;

namespace Pipeline.Actors.Policy;

/// <summary>Owns what the gateway is to do: publishes the policy to the shards, and has the SAs negotiated that it asks for.</summary>
/// <remarks>
/// A rule names a child; the child belongs to a connection; the <see cref="IkeRouter"/> negotiates it. Names in filters are looked up
/// before the policy is published, and again at its interval; another answer is another policy, published as a whole.
/// </remarks>
internal sealed class PolicyActor : ReceiveActor
{
    private readonly PolicyDatabase _database;
    private readonly IActorRef _router;
    private readonly AddressLookup _lookup;
    private readonly TimeProvider _time;
    private Dictionary<string, (ConnectionSettings Connection, string Child)> _bySaName = [];
    private SecurityPolicy _policy = SecurityPolicy.BlockAll;
    private IReadOnlyList<AddressName> _names = [];
    private AddressBook _book = AddressBook.Empty;
    private IReadOnlyList<string> _problems = [];
    private int _turn;
    private ITimer? _timer;

    /// <param name="database">Where shards read the policy.</param>
    /// <param name="router">Negotiates.</param>
    /// <param name="source">Knows what names in filters stand for.</param>
    /// <param name="time">The clock.</param>
    public PolicyActor(PolicyDatabase database, IActorRef router, IAddressSource source, TimeProvider time)
    {
        (_database, _router, _lookup, _time) = (database, router, new AddressLookup(source), time);
        Receive<UsePolicy>(Use);
        Receive<WantSa>(Want);
        Receive<IkeReported>(Hear);
        Receive<LookUpAddresses>(again => LookUp(again, null));
        Receive<AddressesLookedUp>(Refresh);
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        ActorSystem system = Context.System;
        system.EventStream.Subscribe(Self, typeof(IkeReported));
        _database.SoftSas.Listener = text => system.EventStream.Publish(new PolicyReported(_time.GetUtcNow(), text));
    }

    /// <inheritdoc/>
    protected override void PostStop() => _timer?.Dispose();

    private void Use(UsePolicy order)
    {
        _bySaName = order.Connections
            .SelectMany(connection => connection.Options.Children.Select(child => (connection, child.Name)))
            .ToDictionary(pair => ConnectionSettings.SaNameOf(pair.connection.Name, pair.Name), StringComparer.Ordinal);
        _policy = order.Policy;
        _names = PolicyAddresses.NamesIn(_policy);
        _problems = [];
        _timer?.Dispose();
        _turn++;

        // With what is known already: rules that are gone must not wait for DNS.
        _database.Publish(PolicyAddresses.Resolve(_policy, _book));
        _router.Tell(new UseConnections(order.Connections));
        if (_names.Count == 0)
        {
            Sender.Tell(order);
        }
        else
        {
            LookUp(new LookUpAddresses(_turn), new WaitingForPolicy(Sender, order));
        }
    }

    /// <summary>Asks for all names, unless another policy has come.</summary>
    private void LookUp(LookUpAddresses order, WaitingForPolicy? waiting)
    {
        if (order.Turn == _turn)
        {
            int turn = _turn;
            _lookup.FindAsync(_names, _policy.Addresses, _book)
                .PipeTo(Self, success: found => new AddressesLookedUp(turn, found, waiting));
        }
    }

    private void Refresh(AddressesLookedUp answer)
    {
        if (answer.Turn == _turn)
        {
            if (!_book.SaysTheSame(answer.Found.Book, _names))
            {
                _database.Publish(PolicyAddresses.Resolve(_policy, answer.Found.Book));
            }

            Report(answer.Found);
            _book = answer.Found.Book;
            _problems = answer.Found.Problems;
            IActorRef self = Self;
            _timer = _time.CreateTimer(
                _ => self.Tell(new LookUpAddresses(answer.Turn)), null, _policy.Addresses.RefreshInterval, Timeout.InfiniteTimeSpan);
        }

        answer.Waiting?.Sender.Tell(answer.Waiting.Order);
    }

    /// <summary>Tells what has changed since the last answer.</summary>
    private void Report(AddressesFound found)
    {
        IEnumerable<string> changes = _names.Where(name => !_book.SaysTheSame(found.Book, [name]))
            .Select(name => $"\"{name}\" stands for {string.Join(", ", found.Book.AddressesOf(name))}");
        foreach (string text in changes.Concat(found.Problems.Except(_problems)))
        {
            Context.System.EventStream.Publish(new PolicyReported(_time.GetUtcNow(), text));
        }
    }

    /// <summary>A peer that answers is not talked to in the clear, whatever comes of the negotiation: only silence may be an old host.</summary>
    private void Hear(IkeReported reported)
    {
        string? connection = reported.What switch
        {
            NegotiationEvent.IkeEstablished established => established.Connection,
            NegotiationEvent.Failed { Failure: { Cause: not (FailureCause.NoAnswer or FailureCause.Expired or FailureCause.Fault) } failure } => failure.Connection,
            _ => null,
        };
        if (connection is null)
        {
            return;
        }

        foreach (PolicyRule rule in _policy.Rules.Where(rule => rule.ConnectionName == connection && rule.SaName is not null && rule.Unsecured.FallsBackToClear))
        {
            _database.SoftSas.MarkAnswered(rule.SaName!, _time.GetElapsedTime(0) + rule.Unsecured.RetryAfter);
        }
    }

    private void Want(WantSa want)
    {
        if (_bySaName.TryGetValue(want.SaName, out (ConnectionSettings Connection, string Child) wanted)
            && wanted.Connection.Initiation != Initiation.Never)
        {
            _router.Tell(new InitiateConnection(wanted.Connection.Name, wanted.Child, want.Flow));
        }
    }
}
