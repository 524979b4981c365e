using Pipeline.Engine.Ike;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Waits for what happens to one connection.</summary>
/// <param name="connection">Its name.</param>
/// <param name="child">The child of it that counts; null for all.</param>
/// <param name="forget">Called at the end.</param>
internal sealed class NegotiationWatch(string connection, string? child, Action<NegotiationWatch> forget) : IDisposable
{
    /// <summary>Something may have happened that is not reported, such as an end.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _news = new(0);

    /// <summary>The first failure since it began to listen; null for none.</summary>
    public IkeFailure? Failure { get; private set; }

    /// <summary>Takes a report.</summary>
    public void Take(NegotiationEvent what)
    {
        if (what is NegotiationEvent.Failed { Failure: var failure } && failure.Connection == connection
            && (child is null || failure.Child.Length == 0 || failure.Child == child))
        {
            Failure ??= failure;
        }

        _news.Release();
    }

    /// <summary>Waits until something is reported, or a tenth of a second is over.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _news.WaitAsync(BetweenLooks, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        forget(this);
        _news.Dispose();
    }
}
