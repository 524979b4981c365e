using System.Runtime.CompilerServices;
using Pipeline.Engine.DataPath.Flows;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>The plain packets of a batch, read and looked up ahead of their walk.</summary>
/// <remarks>
/// Short passes instead of one long one: a processor looks only so many instructions ahead, so that in one pass each packet
/// waits for its own cache misses, and here the misses of the whole batch overlap.
/// <code>
/// 1 Read    headers to flow and hash             fetches the tags of the flow cache
/// 2 Find    flow to its place in the flow cache
/// 3 Next    the packet whose turn it is          fetches the SA of a packet behind it, and the key of one in between
/// </code>
/// What is fetched in the last pass, and the entries of the flow cache before it, only where SAs are many.
/// </remarks>
/// <param name="capacity">Packets that are read at once.</param>
/// <param name="flows">Where flows are looked up.</param>
internal sealed class PlainArrivals(int capacity, FlowCache flows)
{
    private const int NotPlain = -1;

    private readonly Arrival[] _arrivals = new Arrival[capacity];
    private uint _version;
    private int _aheadCount;

    /// <summary>Packets that are read at once.</summary>
    public int Capacity => _arrivals.Length;

    /// <summary>Reads and looks up packets of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="count">How many: at most <see cref="Capacity"/>.</param>
    /// <param name="looksAhead">True where SAs are so many that they are not in the cache.</param>
    public void Prepare(PacketBatch batch, int first, int count, bool looksAhead)
    {
        Span<Arrival> arrivals = _arrivals.AsSpan(0, count);
        Read(batch, first, arrivals);
        if (looksAhead)
        {
            FetchEntries(arrivals);
        }

        Find(arrivals);
        _aheadCount = looksAhead ? count : 0;
        for (int index = 0; index < LookAhead.SaDistance; index++)
        {
            FetchSa(index);
        }

        for (int index = 0; index < LookAhead.KeyDistance; index++)
        {
            FetchParts(index);
        }
    }

    /// <summary>What the header of a packet says.</summary>
    /// <param name="index">Its place behind the first; packets are asked for in order.</param>
    public ref readonly Arrival Next(int index)
    {
        FetchSa(index + LookAhead.SaDistance);
        FetchParts(index + LookAhead.KeyDistance);
        return ref _arrivals[index];
    }

    /// <summary>Tells the way of a packet.</summary>
    /// <param name="arrival">The packet.</param>
    /// <returns>The SA that takes it the short way; null when the packet must take the general way.</returns>
    /// <remarks>A new flow of the same batch may have taken its place since it was looked up, and an SA that failed took all of them.</remarks>
    public OutboundSa? SaOf(in Arrival arrival) =>
        arrival.Place >= 0 && (flows.Version == _version || flows.IsStill(arrival.Place, arrival.Flow))
            ? flows.PlainSaAt(arrival.Place)
            : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Read(PacketBatch batch, int first, Span<Arrival> arrivals)
    {
        for (int index = 0; index < arrivals.Length; index++)
        {
            ref Arrival arrival = ref arrivals[index];
            arrival.Place = NotPlain;
            if (PlainIpv4.TryRead(batch[first + index].Packet, out PlainIpv4 ip))
            {
                FlowKey flow = ip.Flow;
                uint hash = FlowHash.InMemory(flow);
                flows.Fetch(hash);
                arrival.Flow = flow;
                arrival.Hash = hash;
                arrival.TotalLength = (ushort)ip.TotalLength;
                arrival.TrafficClass = ip.TrafficClass;
                arrival.DontFragment = ip.DontFragment;
                arrival.Place = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FetchEntries(Span<Arrival> arrivals)
    {
        foreach (ref readonly Arrival arrival in arrivals)
        {
            if (arrival.Place != NotPlain)
            {
                flows.FetchEntry(arrival.Hash);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Find(Span<Arrival> arrivals)
    {
        _version = flows.Version;
        for (int index = 0; index < arrivals.Length; index++)
        {
            ref Arrival arrival = ref arrivals[index];
            if (arrival.Place != NotPlain)
            {
                arrival.Place = flows.PlaceOf(arrival.Flow, arrival.Hash);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FetchSa(int index)
    {
        if (SaAhead(index) is { } sa)
        {
            Prefetch.Object(sa, OutboundSa.FieldsLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FetchParts(int index) => SaAhead(index)?.FetchParts(_arrivals[index].TotalLength);

    private OutboundSa? SaAhead(int index) =>
        index < _aheadCount && _arrivals[index].Place >= 0 ? flows.PlainSaAt(_arrivals[index].Place) : null;

    /// <summary>One packet. 56 bytes.</summary>
    internal struct Arrival
    {
        /// <summary>What policy looks at.</summary>
        public FlowKey Flow;

        /// <summary>Its <see cref="FlowHash.InMemory"/>.</summary>
        public uint Hash;

        /// <summary>Its place in the flow cache; negative when it has none, or is not plain.</summary>
        public int Place;

        /// <summary>Bytes of the packet.</summary>
        public ushort TotalLength;

        /// <summary>DSCP and ECN.</summary>
        public byte TrafficClass;

        /// <summary>The DF flag.</summary>
        public bool DontFragment;
    }
}
