using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ports;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>Other ports than 500 and 4500 are for gateways that answer: what we begin leaves from those two (RFC 7296 §2, §2.23).</summary>
internal static class InitiatorPorts
{
    /// <summary>Refuses other ports where a connection initiates: its requests could not be sent, and the peer would seem to be silent.</summary>
    public static void Check(ObjectReader root, OuterPortOptions outer, IReadOnlyList<ConnectionSettings> connections, ErrorList errors)
    {
        bool areUsual = outer is { IkePort: IkePath.IkePort, NatTraversalPort: IkePath.NatPort };
        if (!areUsual && connections.FirstOrDefault(connection => connection.Initiation != Initiation.Never) is { } initiator
            && root.Find("ports")?.Members.GetValueOrDefault("outer") is { } node)
        {
            errors.Add(node, "has other ports than 500 and 4500, from which no connection can be begun, and connection "
                + $"{initiator.Options.Name} begins; leave ikePort and natTraversalPort as they are, or write \"initiate\": \"never\" there");
        }
    }
}
