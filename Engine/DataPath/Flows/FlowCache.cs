using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath.Flows;

/// <summary>Remembers the decision for recent flows, so that policy is searched once for each flow and not for each packet.</summary>
/// <remarks>
/// <code>
/// hash --> set of 4 places     tags    | t0 | t1 | t2 | t3 |     compared at once; 0 is an empty place
///                              entries | flow, decision | ...    looked at only where the tag is right
/// </code>
/// Fixed size. In a full set an entry gives way that was never asked for after its first packet, else one that was not asked for
/// since the set last had neither (second chance). So a flood of new flows takes at most one place of a set from flows that have
/// traffic, and from then on displaces its own; and what it displaces costs one policy look-up, never memory, never an SA.
/// Everything is forgotten when policy or the outbound SAs change.
/// </remarks>
internal sealed class FlowCache
{
    private const int Ways = 4;

    private readonly uint[] _tags;
    private readonly Entry[] _entries;
    private readonly uint _setCount;

    /// <param name="entryCount">Flows that it remembers at most; rounded up to a power of two, at least 4.</param>
    public FlowCache(int entryCount)
    {
        int entries = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entryCount, Ways));
        _tags = new uint[entries];
        _entries = new Entry[entries];
        _setCount = (uint)(entries / Ways);
    }

    /// <summary>Bytes of one place, without its tag: as many as a cache line has. The array is not aligned, so that most places lie in two.</summary>
    internal static int EntryLength => Unsafe.SizeOf<Entry>();

    /// <summary>Changes whenever an entry does: a place found before is good while this stays the same.</summary>
    public uint Version { get; private set; }

    /// <summary>Begins to fetch what <see cref="PlaceOf"/> will look at first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint hash)
    {
        int set = SetOf(hash);
        Prefetch.Line(ref _tags[set]);
        Prefetch.Line(ref _entries[set]);
    }

    /// <summary>Begins to fetch the entry that <see cref="PlaceOf"/> will compare first, once the tags are in the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchEntry(uint hash)
    {
        int set = SetOf(hash);
        uint candidates = CandidatesIn(set, hash);
        if (candidates != 0)
        {
            ref Entry entry = ref _entries[set + BitOperations.TrailingZeroCount(candidates)];
            Prefetch.Line(ref entry);
            Prefetch.Line(ref entry.Use);
        }
    }

    /// <summary>Finds the place of a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="hash">Its <see cref="FlowHash.InMemory"/>.</param>
    /// <returns>The place, or a negative number when the flow is not remembered.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PlaceOf(in FlowKey flow, uint hash)
    {
        int set = SetOf(hash);
        uint candidates = CandidatesIn(set, hash);
        while (candidates != 0)
        {
            int place = set + BitOperations.TrailingZeroCount(candidates);
            ref Entry entry = ref _entries[place];
            if (entry.Flow == flow)
            {
                if (entry.Use != Use.Recent)
                {
                    // Not written without need: the line would have to go back to memory.
                    entry.Use = Use.Recent;
                }

                return place;
            }

            candidates &= candidates - 1;
        }

        return -1;
    }

    /// <summary>Tells whether a place that was found for a flow is still that flow's; to be asked once <see cref="Version"/> has changed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool IsStill(int place, in FlowKey flow) => _entries[place].Flow == flow;

    /// <summary>What is remembered at a place.</summary>
    public FlowDecision DecisionAt(int place)
    {
        ref readonly Entry entry = ref _entries[place];
        return new FlowDecision(entry.Kind, entry.RuleIndex, entry.Bundle);
    }

    /// <summary>The SA that takes plain packets of the flow at a place the short way, or null; see <see cref="OutboundBundle.PlainSa"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OutboundSa? PlainSaAt(int place) => _entries[place].PlainSa;

    /// <summary>Remembers the decision for a flow that is not remembered yet.</summary>
    public void Add(in FlowKey flow, uint hash, in FlowDecision decision)
    {
        int place = PlaceFor(SetOf(hash), hash);
        _tags[place] = TagOf(hash);
        _entries[place] = new Entry
        {
            Flow = flow,
            Bundle = decision.Bundle,
            PlainSa = decision.Bundle?.PlainSa,
            RuleIndex = decision.RuleIndex,
            Kind = decision.Kind,
        };
        Version++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        // The entries go too: they hold SAs, whose memory must not live longer than they do.
        Array.Clear(_tags);
        Array.Clear(_entries);
        Version++;
    }

    /// <summary>A bit for each place of a set whose tag is right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint CandidatesIn(int set, uint hash)
    {
        var tags = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_tags), (nuint)set);
        return Vector128.Equals(tags, Vector128.Create(TagOf(hash))).ExtractMostSignificantBits();
    }

    private int PlaceFor(int set, uint hash)
    {
        int empty = _tags.AsSpan(set, Ways).IndexOf(0u);
        if (empty >= 0)
        {
            return set + empty;
        }

        int victim = FirstIn(set, Use.None);
        if (victim < 0)
        {
            victim = FirstIn(set, Use.Former);
        }

        if (victim >= 0)
        {
            return victim;
        }

        for (int place = set; place < set + Ways; place++)
        {
            _entries[place].Use = Use.Former;
        }

        return set + (int)(hash & (Ways - 1));
    }

    private int FirstIn(int set, Use use)
    {
        for (int place = set; place < set + Ways; place++)
        {
            if (_entries[place].Use == use)
            {
                return place;
            }
        }

        return -1;
    }

    private int SetOf(uint hash) => (int)((hash * (ulong)_setCount) >> 32) * Ways;

    /// <summary>Mostly other bits than the high ones, which choose the set; never 0.</summary>
    private static uint TagOf(uint hash) => hash | 1;

    /// <summary>How much a flow was asked for since it was added.</summary>
    private enum Use : byte
    {
        /// <summary>Never: so far it is one of a flood.</summary>
        None,

        /// <summary>Not since a full set last had no other place for a new flow.</summary>
        Former,

        /// <summary>Since then.</summary>
        Recent,
    }

    private struct Entry
    {
        public FlowKey Flow;
        public OutboundBundle? Bundle;
        public OutboundSa? PlainSa;
        public int RuleIndex;
        public VerdictKind Kind;
        public Use Use;
    }
}
