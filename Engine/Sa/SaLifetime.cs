namespace Pipeline.Engine.Sa;

/// <summary>Counts what an SA carries and tells when its limits are reached (RFC 4301 §4.4.2.1).</summary>
/// <remarks>
/// Has no clock: its owner tells it the age. Owned by the SA's shard. A value that lies inside its SA, so that a packet of a cold SA
/// misses one cache line less: use it by reference.
/// </remarks>
public struct SaLifetime
{
    private readonly SaLifetimeLimits _limits;

    // The limits that come next: what every packet is compared with.
    private long _nextBytes;
    private long _nextPackets;

    /// <param name="limits">When it is to be replaced, and when it ends.</param>
    public SaLifetime(SaLifetimeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _nextBytes = Math.Min(OrNever(limits.SoftBytes), OrNever(limits.HardBytes));
        _nextPackets = Math.Min(OrNever(limits.SoftPackets), OrNever(limits.HardPackets));
    }

    /// <summary>Protected bytes so far.</summary>
    public long Bytes { readonly get; private set; }

    /// <summary>Packets so far.</summary>
    public long Packets { readonly get; private set; }

    /// <summary>The furthest state reached; it never goes back.</summary>
    public SaLifetimeState State { readonly get; private set; }

    /// <summary>Called once for each of the two limits, on the owner's thread, with the state just reached.</summary>
    public Action<SaLifetimeState>? LimitReached { readonly get; set; }

    /// <summary>Counts one packet.</summary>
    /// <param name="length">Its protected bytes.</param>
    public void Count(int length)
    {
        Bytes += length;
        Packets++;
        if (Bytes >= _nextBytes || Packets >= _nextPackets)
        {
            PassLimit();
        }
    }

    /// <summary>Tells how old the SA is now.</summary>
    public void Observe(TimeSpan age)
    {
        if (_limits.HardAge > TimeSpan.Zero && age >= _limits.HardAge)
        {
            Reach(SaLifetimeState.HardExpired);
        }
        else if (_limits.SoftAge > TimeSpan.Zero && age >= _limits.SoftAge)
        {
            Reach(SaLifetimeState.SoftExpired);
        }
    }

    /// <summary>Tells that no sequence number is left: nothing passes any more, whatever the limits say.</summary>
    public void Exhaust() => Reach(SaLifetimeState.HardExpired);

    private void PassLimit()
    {
        (long hardBytes, long hardPackets) = (OrNever(_limits.HardBytes), OrNever(_limits.HardPackets));
        (_nextBytes, _nextPackets) = (Math.Max(_nextBytes, hardBytes), Math.Max(_nextPackets, hardPackets));
        Reach(Bytes >= hardBytes || Packets >= hardPackets ? SaLifetimeState.HardExpired : SaLifetimeState.SoftExpired);
    }

    private void Reach(SaLifetimeState state)
    {
        if (state > State)
        {
            State = state;
            LimitReached?.Invoke(state);
        }
    }

    private static long OrNever(long limit) => limit == 0 ? long.MaxValue : limit;
}
