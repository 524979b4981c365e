using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.ClearTraffic;

/// <summary>The hosts whose traffic SAs of one name have protected. Safe for concurrent use; grows to a bound, and then holds every host.</summary>
internal sealed class SecuredHosts
{
    private const int MostRanges = 1024;

    private readonly Lock _adding = new();
    private AddressRange[] _ranges = [];
    private volatile bool _all;

    /// <summary>Tells whether a host is among them.</summary>
    public bool Contains(in IpAddress host)
    {
        if (_all)
        {
            return true;
        }

        foreach (AddressRange range in Volatile.Read(ref _ranges))
        {
            if (range.Contains(host))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the destinations of an SA.</summary>
    /// <param name="selectors">What it carries, in the sender's view; none for anything.</param>
    public void Add(IReadOnlyList<TrafficSelector> selectors)
    {
        lock (_adding)
        {
            AddressRange[] added = [.. selectors.Select(selector => selector.Destination).OfType<AddressRange>().Except(_ranges)];
            _all |= selectors.Count == 0 || selectors.Any(selector => selector.Destination is null) || _ranges.Length + added.Length > MostRanges;
            if (!_all && added.Length > 0)
            {
                Volatile.Write(ref _ranges, [.. _ranges, .. added]);
            }
        }
    }
}
