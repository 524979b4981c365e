using Akka.Actor;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ports.Datagrams;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>The thread between the queue of received IKE messages and the router's mailbox.</summary>
/// <remarks>
/// Only so many messages are on their way to the router at a time; the others wait in the inbox, which is bounded and refuses what does not
/// fit. So no flood grows a mailbox.
/// </remarks>
internal sealed class IkePump : IDisposable
{
    private const int OnTheirWay = 256;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    private readonly IkeInbox _inbox;
    private readonly IActorRef _router;
    private readonly SemaphoreSlim _places = new(OnTheirWay);
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <param name="inbox">Where messages come from.</param>
    /// <param name="router">Where they go.</param>
    public IkePump(IkeInbox inbox, IActorRef router)
    {
        (_inbox, _router) = (inbox, router);
        _thread = new Thread(Loop) { Name = "ike", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Stops the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Loop()
    {
        while (!_stopping)
        {
            if (_places.Wait(Wait) && !TryPass())
            {
                _places.Release();
            }
        }
    }

    private bool TryPass()
    {
        if (_inbox.TryTake(Wait) is not { } datagram)
        {
            return false;
        }

        _router.Tell(new IkePumped(new IkeArrived(new IkePath(datagram.Local, datagram.Remote), datagram.Message), _places));
        return true;
    }
}
