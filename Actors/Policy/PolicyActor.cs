using Pipeline.Engine.Ike.Connections;
using Akka.Actor;
using Pipeline.Actors.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Policy;

namespace Pipeline.Actors.Policy;

/// <summary>Owns what the gateway is to do: publishes the policy to the shards, and has the SAs negotiated that it asks for.</summary>
/// <remarks>A rule names a child; the child belongs to a connection; the <see cref="IkeRouter"/> negotiates it.</remarks>
internal sealed class PolicyActor : ReceiveActor
{
    private readonly PolicyDatabase _database;
    private readonly IActorRef _router;
    private Dictionary<string, IkeConnection> _byChild = [];

    /// <param name="database">Where shards read the policy.</param>
    /// <param name="router">Negotiates.</param>
    public PolicyActor(PolicyDatabase database, IActorRef router)
    {
        (_database, _router) = (database, router);
        Receive<UsePolicy>(Use);
        Receive<WantSa>(Want);
    }

    private void Use(UsePolicy order)
    {
        _byChild = order.Connections
            .SelectMany(connection => connection.Options.Children.Select(child => (child.Name, connection)))
            .ToDictionary(pair => pair.Name, pair => pair.connection, StringComparer.Ordinal);
        _database.Publish(order.Policy);
        _router.Tell(new UseConnections(order.Connections));
        Sender.Tell(order);
    }

    private void Want(WantSa want)
    {
        if (_byChild.TryGetValue(want.SaName, out IkeConnection? connection) && connection.Initiate != InitiateWhen.Never)
        {
            _router.Tell(new InitiateConnection(connection.Options.Name, want.SaName, ChildSelectors.Of(want.Flow)));
        }
    }
}
