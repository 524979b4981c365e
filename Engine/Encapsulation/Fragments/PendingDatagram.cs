using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>The fragments of one datagram that have come so far, in the order of their offsets. Made once, used often.</summary>
/// <param name="maximumFragmentCount">The most fragments it holds.</param>
internal sealed class PendingDatagram(int maximumFragmentCount)
{
    private const byte EcnMask = 0b11;
    private const int NotCapableSeen = 1 << 0b00;
    private const int CongestionSeen = 1 << 0b11;
    private const int UnknownEnd = -1;

    private readonly PacketBuffer[] _fragments = new PacketBuffer[maximumFragmentCount];
    private readonly FragmentPlace[] _places = new FragmentPlace[maximumFragmentCount];
    private int _end;
    private int _ecnSeen;

    /// <summary>What the outcome of <see cref="Add"/> is.</summary>
    public enum Outcome
    {
        /// <summary>It is kept; others are missing.</summary>
        Kept,

        /// <summary>It is kept, and it was the last one that was missing.</summary>
        Complete,

        /// <summary>It is there already, byte for byte; the caller keeps it.</summary>
        Duplicate,

        /// <summary>It contradicts the others; the caller keeps it.</summary>
        Contradiction,
    }

    /// <summary>What the fragments share.</summary>
    public DatagramKey Key { get; private set; }

    /// <summary>When the first fragment came.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Fragments that wait here.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of payload that wait here.</summary>
    public int Bytes { get; private set; }

    /// <summary>True after a contradiction: what still comes of the datagram is dropped (RFC 5722 §3).</summary>
    public bool IsRefused { get; set; }

    /// <summary>Begins a datagram.</summary>
    public void Begin(DatagramKey key, TimeSpan now)
    {
        Key = key;
        Since = now;
        IsRefused = false;
        _end = UnknownEnd;
        _ecnSeen = 0;
        Count = 0;
        Bytes = 0;
    }

    /// <summary>Takes a fragment over if it fits its siblings.</summary>
    public Outcome Add(PacketBuffer fragment, in IpPacket ip)
    {
        var place = FragmentPlace.Of(ip);
        int index = Count;
        while (index > 0 && _places[index - 1].Offset > place.Offset)
        {
            index--;
        }

        if (index > 0 && IsDuplicate(index - 1, fragment, place))
        {
            return Outcome.Duplicate;
        }

        bool isLast = !ip.MoreFragments;
        bool overlaps = (index > 0 && _places[index - 1].End > place.Offset) ||
            (index < Count && _places[index].Offset < place.End);
        bool contradictsEnd = isLast
            ? _end != UnknownEnd || (Count > 0 && _places[Count - 1].End > place.End)
            : _end != UnknownEnd && place.End > _end;
        if (overlaps || contradictsEnd || Count == _fragments.Length)
        {
            return Outcome.Contradiction;
        }

        Insert(index, fragment, place);
        _end = isLast ? place.End : _end;
        _ecnSeen |= 1 << (ip.TrafficClass & EcnMask);
        return Bytes == _end ? Outcome.Complete : Outcome.Kept;
    }

    /// <summary>Returns every fragment to its pool.</summary>
    public void Clear()
    {
        for (int index = 0; index < Count; index++)
        {
            PacketPool.Return(_fragments[index]);
        }

        Forget();
    }

    /// <summary>Makes the datagram in the buffer of the first fragment and returns the other buffers.</summary>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The datagram, the caller's; null when it is dropped, and then all buffers are returned.</returns>
    public PacketBuffer? Join(out DropReason reason)
    {
        reason = ReasonNotToJoin();
        if (reason != DropReason.None)
        {
            Clear();
            return null;
        }

        PacketBuffer datagram = _fragments[0];
        IpPacket.TryRead(datagram.Packet, out IpPacket first);
        datagram.TrimEnd(datagram.Length - first.TotalLength);
        for (int index = 1; index < Count; index++)
        {
            PayloadOf(index).CopyTo(datagram.Append(_places[index].Length));
            PacketPool.Return(_fragments[index]);
        }

        FragmentRemoval.MakeWhole(datagram, first);
        if ((_ecnSeen & CongestionSeen) != 0)
        {
            FragmentRemoval.MarkCongestion(datagram.Packet);
        }

        Forget();
        return datagram;
    }

    private DropReason ReasonNotToJoin()
    {
        PacketBuffer first = _fragments[0];
        int length = _places[0].Start + _end;
        // A mark on a datagram whose other fragments deny ECN would be lost or misread (RFC 3168 §5.3).
        bool isMarkAmbiguous = (_ecnSeen & (CongestionSeen | NotCapableSeen)) == (CongestionSeen | NotCapableSeen);
        if (isMarkAmbiguous || length > IpPacket.MaximumLength)
        {
            return DropReason.BadFragment;
        }

        bool fits = length <= first.Pool.MaximumPacketLength && length <= first.Bytes.Length - first.Offset;
        return fits ? DropReason.None : DropReason.NoRoom;
    }

    private bool IsDuplicate(int index, PacketBuffer fragment, in FragmentPlace place) =>
        _places[index].Offset == place.Offset &&
        _places[index].Length == place.Length &&
        PayloadOf(index).SequenceEqual(fragment.Packet.Slice(place.Start, place.Length));

    private void Insert(int index, PacketBuffer fragment, in FragmentPlace place)
    {
        Array.Copy(_fragments, index, _fragments, index + 1, Count - index);
        Array.Copy(_places, index, _places, index + 1, Count - index);
        _fragments[index] = fragment;
        _places[index] = place;
        Count++;
        Bytes += place.Length;
    }

    private Span<byte> PayloadOf(int index) =>
        _fragments[index].Packet.Slice(_places[index].Start, _places[index].Length);

    private void Forget()
    {
        Array.Clear(_fragments, 0, Count);
        Count = 0;
        Bytes = 0;
    }
}
