using Pipeline.Engine.Configuration.Connections;
using Akka.Actor;
using Pipeline.Actors.Ike;
using Pipeline.Engine.Policy;

namespace Pipeline.Actors.Policy;

/// <summary>Owns what the gateway is to do: publishes the policy to the shards, and has the SAs negotiated that it asks for.</summary>
/// <remarks>A rule names a child; the child belongs to a connection; the <see cref="IkeRouter"/> negotiates it.</remarks>
internal sealed class PolicyActor : ReceiveActor
{
    private readonly PolicyDatabase _database;
    private readonly IActorRef _router;
    private Dictionary<string, (ConnectionSettings Connection, string Child)> _bySaName = [];

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
        _bySaName = order.Connections
            .SelectMany(connection => connection.Options.Children.Select(child => (connection, child.Name)))
            .ToDictionary(pair => ConnectionSettings.SaNameOf(pair.connection.Name, pair.Name), StringComparer.Ordinal);
        _database.Publish(order.Policy);
        _router.Tell(new UseConnections(order.Connections));
        Sender.Tell(order);
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
