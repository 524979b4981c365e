using System.Collections.Concurrent;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>What protects under one name, and which of it takes a flow: peers, or pairs whose traffic was narrowed, may share a name.</summary>
/// <remarks>
/// What is for one destination host is found by that, the rest is asked one after the other, the newest first (RFC 4301 §4.4.1: more special
/// traffic comes first). Readers on any thread take no lock; writers take turns.
/// </remarks>
/// <typeparam name="T">What protects: a bundle, or the place of one.</typeparam>
public sealed class OutboundChoice<T>
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<IpAddress, Entry[]> _byHost = new();
    private volatile Entry[] _others = [];

    /// <summary>True when nothing is left.</summary>
    public bool IsEmpty => _others.Length == 0 && _byHost.IsEmpty;

    /// <summary>Adds one. What had the very same selectors before takes nothing until this one is removed.</summary>
    /// <remarks>It is kept: either of two pairs that were made at once may be the one that the peer deletes (RFC 7296 §2.8.1).</remarks>
    /// <param name="selectors">Its traffic; none for all.</param>
    /// <param name="value">What protects it.</param>
    public void Add(IReadOnlyList<TrafficSelector> selectors, T value)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        IpAddress? host = HostOf(selectors);
        lock (_writing)
        {
            Set(host, [new Entry(selectors, value), .. At(host)]);
        }
    }

    /// <summary>Removes one. If it was the newest of its selectors, the next older one takes their traffic again.</summary>
    /// <param name="selectors">Its traffic.</param>
    /// <param name="isMeant">Knows it.</param>
    /// <returns>False when it took nothing: a newer one had its traffic, or it is not there.</returns>
    public bool Remove(IReadOnlyList<TrafficSelector> selectors, Predicate<T> isMeant)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        ArgumentNullException.ThrowIfNull(isMeant);
        IpAddress? host = HostOf(selectors);
        lock (_writing)
        {
            Entry[] before = At(host);
            Entry? newest = Array.Find(before, entry => entry.IsFor(selectors));
            Set(host, [.. before.Where(entry => !isMeant(entry.Value))]);
            return newest is not null && isMeant(newest.Value);
        }
    }

    /// <summary>Finds what takes a flow.</summary>
    /// <returns>False when nothing does: it must be negotiated.</returns>
    public bool TryFind(in FlowKey flow, out T value)
    {
        return (_byHost.TryGetValue(flow.Destination, out Entry[]? forHost) && TryFind(forHost, flow, out value)) || TryFind(_others, flow, out value);
    }

    private static bool TryFind(Entry[] entries, in FlowKey flow, out T value)
    {
        foreach (Entry entry in entries)
        {
            if (entry.Admits(flow))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    private Entry[] At(IpAddress? host) => host is not { } address ? _others : _byHost.TryGetValue(address, out Entry[]? entries) ? entries : [];

    private void Set(IpAddress? host, Entry[] entries)
    {
        if (host is not { } address)
        {
            _others = entries;
        }
        else if (entries.Length > 0)
        {
            _byHost[address] = entries;
        }
        else
        {
            _byHost.TryRemove(address, out _);
        }
    }

    /// <summary>The one destination that all selectors name; null when there is none.</summary>
    private static IpAddress? HostOf(IReadOnlyList<TrafficSelector> selectors)
    {
        IpAddress? host = null;
        foreach (TrafficSelector selector in selectors)
        {
            if (selector.Destination is not { } range || range.First != range.Last || (host is { } other && other != range.First))
            {
                return null;
            }

            host = range.First;
        }

        return host;
    }

    private sealed class Entry(IReadOnlyList<TrafficSelector> selectors, T value)
    {
        private readonly CompiledSelector[] _compiled = [.. selectors.Select(selector => new CompiledSelector(selector))];

        public T Value => value;

        public bool IsFor(IReadOnlyList<TrafficSelector> others) => selectors.SequenceEqual(others);

        public bool Admits(in FlowKey flow)
        {
            foreach (ref readonly CompiledSelector selector in _compiled.AsSpan())
            {
                if (selector.Contains(flow))
                {
                    return true;
                }
            }

            return _compiled.Length == 0;
        }
    }
}
