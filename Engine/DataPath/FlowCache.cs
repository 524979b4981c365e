using System.Numerics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Remembers the decision for recent flows, so that policy is searched once for each flow and not for each packet.</summary>
/// <remarks>
/// Fixed size; two places for each hash, the older entry of the two gives way. A flood of new flows can only cost other
/// flows their cached decision, never memory. Everything is forgotten when policy or SAs change.
/// </remarks>
internal sealed class FlowCache
{
    private const int Ways = 2;

    private readonly Entry[] _entries;
    private readonly ulong _setMask;
    private long _stamp;

    /// <param name="entryCount">Flows that it remembers at most; rounded up to a power of two.</param>
    public FlowCache(int entryCount)
    {
        int entries = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entryCount, Ways));
        _entries = new Entry[entries];
        _setMask = (ulong)((entries / Ways) - 1);
    }

    /// <summary>Finds the decision for a flow.</summary>
    public bool TryFind(in FlowKey flow, out FlowDecision decision)
    {
        int set = SetOf(flow);
        for (int way = set; way < set + Ways; way++)
        {
            ref Entry entry = ref _entries[way];
            if (entry.Stamp != 0 && entry.Flow == flow)
            {
                decision = entry.Decision;
                return true;
            }
        }

        decision = default;
        return false;
    }

    /// <summary>Remembers the decision for a flow.</summary>
    public void Add(in FlowKey flow, in FlowDecision decision)
    {
        int oldest = SetOf(flow);
        for (int way = oldest + 1; way % Ways != 0; way++)
        {
            oldest = _entries[way].Stamp < _entries[oldest].Stamp ? way : oldest;
        }

        _entries[oldest] = new Entry { Flow = flow, Decision = decision, Stamp = ++_stamp };
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        _stamp = 0;
    }

    private int SetOf(in FlowKey flow) => (int)(FlowHash.Of(flow) & _setMask) * Ways;

    private struct Entry
    {
        public FlowKey Flow;
        public FlowDecision Decision;
        public long Stamp;
    }
}
