namespace Pipeline.Engine.Sa;

/// <summary>Numbers the packets of one outbound SA: each number once, and never round again (RFC 4303 §3.3.3).</summary>
/// <remarks>
/// A repeated number would be a repeated GCM nonce, which gives the authentication key away. A value that lies inside its SA, so
/// that a packet of a cold SA misses one cache line less: never copy it, because two copies give the same numbers out.
/// </remarks>
public struct SequenceCounter
{
    private readonly ulong _last;
    private ulong _used;

    /// <param name="first">The first number to give out, at least 1.</param>
    /// <param name="extended">True for 64 bits, false for 32.</param>
    public SequenceCounter(ulong first, bool extended)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first);
        _last = extended ? ulong.MaxValue : uint.MaxValue;
        _used = first - 1;
    }

    /// <summary>True for 64 bits.</summary>
    public readonly bool IsExtended => _last > uint.MaxValue;

    /// <summary>The number given out last; one less than the first before that.</summary>
    public readonly ulong Used => _used;

    /// <summary>Numbers that are left.</summary>
    public readonly ulong Remaining => _used >= _last ? 0 : _last - _used;

    /// <summary>Gives out the next number.</summary>
    /// <returns>False when there is none: the SA must be replaced.</returns>
    public bool TryNext(out ulong sequence)
    {
        if (_used >= _last)
        {
            sequence = 0;
            return false;
        }

        sequence = ++_used;
        return true;
    }
}
