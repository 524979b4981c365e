using Pipeline.Actors.Ike;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Hands what is reported about negotiations to everybody who listens at that moment.</summary>
internal sealed class NegotiationFeed
{
    private readonly Lock _lock = new();
    private readonly List<NegotiationWatch> _watches = [];

    /// <summary>Takes a report; called on an actor's thread.</summary>
    public void Publish(IkeReported reported)
    {
        lock (_lock)
        {
            _watches.ForEach(watch => watch.Take(reported.What));
        }
    }

    /// <summary>Listens for what happens to a connection, until it is disposed of.</summary>
    public NegotiationWatch Watch(string connection, string? child)
    {
        var watch = new NegotiationWatch(connection, child, Forget);
        lock (_lock)
        {
            _watches.Add(watch);
        }

        return watch;
    }

    private void Forget(NegotiationWatch watch)
    {
        lock (_lock)
        {
            _watches.Remove(watch);
        }
    }
}
