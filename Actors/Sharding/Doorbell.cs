using System.Diagnostics;

namespace Pipeline.Actors.Sharding;

/// <summary>Lets one thread wait until others have work for it, first looking and then asleep; nobody allocates.</summary>
/// <remarks>
/// The sleeper announces itself, looks for work once more and only then sleeps; a ringer adds work first and then looks for
/// a sleeper. Whatever the interleaving, one of the two sees the other.
/// </remarks>
internal sealed class Doorbell
{
    /// <summary>Pauses between two looks at the clock while watching: about a microsecond.</summary>
    private const int PausesBetweenClocks = 16;

    private readonly object _gate = new();
    private int _rings;
    private int _sleeping;
    private bool _rung;

    /// <summary>How often it rang: to be read before looking for work, and given to <see cref="Watch"/> when there is none.</summary>
    public int Rings => Volatile.Read(ref _rings);

    /// <summary>Wakes the sleeper, if there is one; costs one locked addition otherwise.</summary>
    public void Ring()
    {
        // Also the fence between adding work, before this, and looking for a sleeper.
        Interlocked.Increment(ref _rings);
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

    /// <summary>Waits awake, at most for <paramref name="limit"/>: the ringer then has nobody to wake, and the work begins at once.</summary>
    /// <param name="seen"><see cref="Rings"/> before the caller looked for work.</param>
    /// <param name="limit">Zero returns at once.</param>
    /// <returns>True as soon as it rang since.</returns>
    public bool Watch(int seen, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int pause = 0; pause < PausesBetweenClocks; pause++)
            {
                if (Rings != seen)
                {
                    return true;
                }

                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetElapsedTime(start) < limit);
        return false;
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
