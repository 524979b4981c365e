using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Remembers the decision for recent flows, so that policy is searched once for each flow and not for each packet.</summary>
/// <remarks>
/// <code>
/// hash --> set of 4 places     tags    | t0 | t1 | t2 | t3 |     compared at once; 0 is an empty place
///                              entries | flow, decision | ...    looked at only where the tag is right
/// </code>
/// Fixed size. In a full set the first entry gives way that was not asked for since the last time one had to (second chance),
/// so that a flood of new flows displaces its own entries before it displaces a flow that has traffic; and what it displaces
/// costs one policy look-up, never memory, never an SA. Everything is forgotten when policy or SAs change.
/// </remarks>
internal sealed class FlowCache
{
    private const int Ways = 4;

    private readonly uint[] _tags;
    private readonly Entry[] _entries;
    private readonly uint _setMask;

    /// <param name="entryCount">Flows that it remembers at most; rounded up to a power of two, at least 4.</param>
    public FlowCache(int entryCount)
    {
        int entries = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entryCount, Ways));
        _tags = new uint[entries];
        _entries = new Entry[entries];
        _setMask = (uint)((entries / Ways) - 1);
    }

    /// <summary>Bytes of one place, without its tag: a cache line.</summary>
    internal static int EntryLength => Unsafe.SizeOf<Entry>();

    /// <summary>Finds the decision for a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="hash">Its <see cref="FlowHash.InMemory"/>.</param>
    /// <param name="decision">What was remembered.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(in FlowKey flow, uint hash, out FlowDecision decision)
    {
        int set = SetOf(hash);
        var tags = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_tags), (nuint)set);
        uint candidates = Vector128.Equals(tags, Vector128.Create(TagOf(hash))).ExtractMostSignificantBits();
        while (candidates != 0)
        {
            ref Entry entry = ref _entries[set + BitOperations.TrailingZeroCount(candidates)];
            if (entry.Flow == flow)
            {
                entry.IsUsed = true;
                decision = new FlowDecision(entry.Kind, entry.Bundle, entry.SaName);
                return true;
            }

            candidates &= candidates - 1;
        }

        decision = default;
        return false;
    }

    /// <summary>Remembers the decision for a flow that is not remembered yet.</summary>
    public void Add(in FlowKey flow, uint hash, in FlowDecision decision)
    {
        int place = PlaceFor(SetOf(hash), hash);
        _tags[place] = TagOf(hash);
        _entries[place] = new Entry { Flow = flow, Kind = decision.Kind, Bundle = decision.Bundle, SaName = decision.SaName };
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        // The entries go too: they hold SAs, whose memory must not live longer than they do.
        Array.Clear(_tags);
        Array.Clear(_entries);
    }

    private int PlaceFor(int set, uint hash)
    {
        for (int place = set; place < set + Ways; place++)
        {
            if (_tags[place] == 0 || !_entries[place].IsUsed)
            {
                return place;
            }
        }

        for (int place = set; place < set + Ways; place++)
        {
            _entries[place].IsUsed = false;
        }

        return set + (int)(hash >> 30);
    }

    private int SetOf(uint hash) => (int)(hash & _setMask) * Ways;

    /// <summary>Mostly other bits than those that choose the set; never 0.</summary>
    private static uint TagOf(uint hash) => hash | 1;

    private struct Entry
    {
        public FlowKey Flow;
        public OutboundBundle? Bundle;
        public string? SaName;
        public VerdictKind Kind;
        public bool IsUsed;
    }
}
