namespace Pipeline.Engine.Policy.ClearTraffic;

/// <summary>Lets a few things happen in each second: hosts that are tried one after the other fill no log. Safe for concurrent use.</summary>
internal sealed class ReportLimit
{
    private const int MostInSecond = 10;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TimeSpan _since = TimeSpan.MinValue;
    private TimeSpan _swept = TimeSpan.MinValue;
    private int _count;

    /// <summary>True ten times in a second.</summary>
    public bool TryTake(TimeSpan now)
    {
        lock (_lock)
        {
            if (_since == TimeSpan.MinValue || now - _since >= Second)
            {
                (_since, _count) = (now, 0);
            }

            return _count++ < MostInSecond;
        }
    }

    /// <summary>True once in a second.</summary>
    public bool IsSweepDue(TimeSpan now)
    {
        lock (_lock)
        {
            bool isDue = _swept == TimeSpan.MinValue || now - _swept >= Second;
            _swept = isDue ? now : _swept;
            return isDue;
        }
    }
}
