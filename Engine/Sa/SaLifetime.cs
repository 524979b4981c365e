namespace Pipeline.Engine.Sa;

/// <summary>Counts what an SA carries and tells when its limits are reached (RFC 4301 §4.4.2.1).</summary>
/// <remarks>Has no clock: its owner tells it the age. Owned by the SA's shard.</remarks>
public sealed class SaLifetime(SaLifetimeLimits limits)
{
    private readonly long _softBytes = OrNever(limits.SoftBytes);
    private readonly long _hardBytes = OrNever(limits.HardBytes);
    private readonly long _softPackets = OrNever(limits.SoftPackets);
    private readonly long _hardPackets = OrNever(limits.HardPackets);

    // The limits that come next: what every packet is compared with.
    private long _nextBytes = Math.Min(OrNever(limits.SoftBytes), OrNever(limits.HardBytes));
    private long _nextPackets = Math.Min(OrNever(limits.SoftPackets), OrNever(limits.HardPackets));

    /// <summary>Protected bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets so far.</summary>
    public long Packets { get; private set; }

    /// <summary>The furthest state reached; it never goes back.</summary>
    public SaLifetimeState State { get; private set; }

    /// <summary>Called once for each of the two limits, on the owner's thread, with the state just reached.</summary>
    public Action<SaLifetimeState>? LimitReached { get; set; }

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
        if (limits.HardAge > TimeSpan.Zero && age >= limits.HardAge)
        {
            Reach(SaLifetimeState.HardExpired);
        }
        else if (limits.SoftAge > TimeSpan.Zero && age >= limits.SoftAge)
        {
            Reach(SaLifetimeState.SoftExpired);
        }
    }

    /// <summary>Tells that no sequence number is left: nothing passes any more, whatever the limits say.</summary>
    public void Exhaust() => Reach(SaLifetimeState.HardExpired);

    private void PassLimit()
    {
        (_nextBytes, _nextPackets) = (Math.Max(_nextBytes, _hardBytes), Math.Max(_nextPackets, _hardPackets));
        Reach(Bytes >= _hardBytes || Packets >= _hardPackets ? SaLifetimeState.HardExpired : SaLifetimeState.SoftExpired);
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
