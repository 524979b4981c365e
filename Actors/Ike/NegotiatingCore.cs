using Pipeline.Engine.Configuration.Connections;
using Pipeline.Actors.Ike.Transport;
using System.Diagnostics;
using Akka.Actor;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Policy;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Ports.Datagrams;

namespace Pipeline.Actors.Ike;

/// <summary>The half of a gateway that negotiates: gives orders to the actors, and asks them.</summary>
public sealed class NegotiatingCore : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly IActorRef _router;
    private readonly IActorRef _policy;
    private readonly IkePump _pump;

    internal NegotiatingCore(
        ActorSystem system, IkeSurroundings around, PolicyDatabase database, NegotiationRequests requests, IkeInbox inbox, IAddressSource addresses)
    {
        _router = system.ActorOf(Props.Create(() => new IkeRouter(around)), "ike");
        IActorRef router = _router;
        TimeProvider time = around.Time;
        _policy = system.ActorOf(Props.Create(() => new PolicyActor(database, router, addresses, time)), "policy");
        requests.SendTo(_policy);
        _pump = new IkePump(inbox, _router);
    }

    /// <summary>Publishes a policy together with the connections that make its SAs; those that are the same object as before are left alone.</summary>
    public Task UseAsync(SecurityPolicy policy, IReadOnlyList<ConnectionSettings> connections) =>
        _policy.Ask<UsePolicy>(new UsePolicy(policy, connections), AnswerLimit);

    /// <summary>Begins a connection, or a child of one that is there.</summary>
    /// <param name="connection">Name of the connection.</param>
    /// <param name="child">Name of a child; null for those that start with it.</param>
    public Task<IkeAnswer> InitiateAsync(string connection, string? child = null) =>
        _router.Ask<IkeAnswer>(new InitiateConnection(connection, child), AnswerLimit);

    /// <summary>Ends a connection.</summary>
    public Task<IkeAnswer> TerminateAsync(string connection) =>
        _router.Ask<IkeAnswer>(new TerminateConnection(connection), AnswerLimit);

    /// <summary>Replaces the keys of a connection, or of one of its children.</summary>
    public Task<IkeAnswer> RekeyAsync(string connection, string? child = null) =>
        _router.Ask<IkeAnswer>(new RekeyConnection(connection, child), AnswerLimit);

    /// <summary>Connections and IKE SAs as they are now; the counters of Child SAs are zero.</summary>
    /// <param name="connection">Of this connection only; null for all.</param>
    public Task<IkeStatus> StatusAsync(string? connection = null) => _router.Ask<IkeStatus>(new QueryIke(connection), AnswerLimit);

    /// <summary>The same, with what every Child SA has carried.</summary>
    /// <param name="connection">Of this connection only; null for all.</param>
    public async Task<IkeStatus> SasAsync(string? connection = null) =>
        await TrafficQuestions.FillAsync(await StatusAsync(connection).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Waits until every IKE actor has done what it was told before.</summary>
    /// <returns>False when that took too long.</returns>
    public async Task<bool> SettleAsync()
    {
        try
        {
            await StatusAsync().ConfigureAwait(false);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Ends every connection, and waits until their peers have agreed, two seconds at most: a peer that was not told protects for
    /// nobody until it finds out by itself. Nothing is negotiated any more.
    /// </summary>
    internal async Task EndAsync()
    {
        long start = Stopwatch.GetTimestamp();
        _router.Tell(new UseConnections([]));
        try
        {
            TimeSpan left;
            while ((left = EndLimit - Stopwatch.GetElapsedTime(start)) > TimeSpan.Zero
                && (await _router.Ask<IkeStatus>(new QueryIke(), left).ConfigureAwait(false)).IkeSas.Any(sa => sa.Peer is not null))
            {
                await Task.Delay(BetweenLooks).ConfigureAwait(false);
            }
        }
        catch (AskTimeoutException)
        {
            // An actor that does not answer is stopped with all the others.
        }
    }

    /// <summary>Takes no more messages.</summary>
    public void Dispose() => _pump.Dispose();
}
