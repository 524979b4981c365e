namespace Pipeline.Actors.Sharding;

/// <summary>Lets one thread sleep until another has work for it; neither side allocates.</summary>
/// <remarks>
/// The sleeper announces itself, looks for work once more and only then sleeps; a ringer adds work first and then looks for
/// a sleeper. Whatever the interleaving, one of the two sees the other.
/// </remarks>
internal sealed class Doorbell
{
    private readonly object _gate = new();
    private int _sleeping;
    private bool _rung;

    /// <summary>Wakes the sleeper, if there is one; costs one memory fence otherwise.</summary>
    public void Ring()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _rung = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Announces that the caller is about to sleep; look for work once more after this.</summary>
    public void Announce() => Interlocked.Exchange(ref _sleeping, 1);

    /// <summary>Takes the announcement back: there was work after all.</summary>
    public void Withdraw() => Volatile.Write(ref _sleeping, 0);

    /// <summary>Sleeps until somebody rings, at most for <paramref name="limit"/>.</summary>
    public void Sleep(TimeSpan limit)
    {
        lock (_gate)
        {
            if (!_rung)
            {
                Monitor.Wait(_gate, limit);
            }

            _rung = false;
        }

        Withdraw();
    }
}
