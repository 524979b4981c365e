namespace Pipeline.Engine.DataPath;

/// <summary>How many ICMP messages a path may still send: a token bucket (RFC 4443 §2.4 f, RFC 1812 §4.3.2.8).</summary>
/// <remarks>Has no clock; fills up to one second's worth. A host that floods with packets that are too big gets few answers.</remarks>
/// <param name="perSecond">Messages a second, and at once.</param>
public sealed class NoticeBudget(int perSecond)
{
    private TimeSpan _filled = TimeSpan.MinValue;
    private double _tokens = perSecond;

    /// <summary>Takes one message out of the budget.</summary>
    /// <param name="now">A monotonic time.</param>
    /// <returns>False when the budget is used up; no message may be sent.</returns>
    public bool TryTake(TimeSpan now)
    {
        if (_filled != TimeSpan.MinValue)
        {
            _tokens = Math.Min(perSecond, _tokens + ((now - _filled).TotalSeconds * perSecond));
        }

        _filled = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
