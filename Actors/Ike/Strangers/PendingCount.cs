namespace Pipeline.Actors.Ike.Strangers;

/// <summary>Messages on their way to one actor, so that nobody who knows an SPI can fill its mailbox.</summary>
/// <param name="maximum">No more than so many.</param>
internal sealed class PendingCount(int maximum)
{
    private int _count;

    /// <summary>Counts one up; the router's side.</summary>
    /// <returns>False, and nothing changed, when there are too many.</returns>
    public bool TryUp()
    {
        if (Interlocked.Increment(ref _count) <= maximum)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Counts one down; the actor's side.</summary>
    public void Down() => Interlocked.Decrement(ref _count);
}
