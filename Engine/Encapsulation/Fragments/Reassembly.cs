using Pipeline.Engine.Packets;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Encapsulation.Fragments;

/// <summary>Puts fragments together again (RFC 791 §3.2, RFC 8200 §4.5, RFC 5722, RFC 4301 §7).</summary>
/// <remarks>
/// <code>
/// Add(fragment) --> kept, others missing      --> null
///               --> the last one              --> the datagram
///               --> contradiction or overlap  --> null; the whole datagram is dropped, also what still comes of it
/// </code>
/// Every table is bounded and made in advance; when it is full the oldest datagram goes. Time is what the caller says:
/// any clock that never runs backwards. Belongs to one thread.
/// </remarks>
public sealed class Reassembly : IDisposable
{
    private readonly ReassemblyLimits _limits;
    private readonly Dictionary<DatagramKey, LinkedListNode<PendingDatagram>> _byKey;
    private readonly LinkedList<PendingDatagram> _oldestFirst = new();
    private readonly Stack<LinkedListNode<PendingDatagram>> _idle;
    private readonly DropCounters _drops;

    /// <param name="limits">Bounds; null for the defaults.</param>
    /// <param name="drops">Counts what is dropped; null for counters of its own.</param>
    public Reassembly(ReassemblyLimits? limits = null, DropCounters? drops = null)
    {
        _drops = drops ?? new DropCounters();
        _limits = limits ?? new ReassemblyLimits();
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.MaximumDatagramCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.MaximumFragmentCount, 2);
        int count = _limits.MaximumDatagramCount;
        _byKey = new Dictionary<DatagramKey, LinkedListNode<PendingDatagram>>(count);
        _idle = new Stack<LinkedListNode<PendingDatagram>>(count);
        for (int index = 0; index < count; index++)
        {
            _idle.Push(new LinkedListNode<PendingDatagram>(new PendingDatagram(_limits.MaximumFragmentCount)));
        }
    }

    /// <summary>Datagrams that wait for fragments, refused ones included.</summary>
    public int PendingCount => _oldestFirst.Count;

    /// <summary>Bytes of payload that wait.</summary>
    public int PendingBytes { get; private set; }

    /// <summary>Fragments that were dropped here, by reason; never decreases.</summary>
    /// <remarks>
    /// <see cref="DropReason.BadFragment"/>, <see cref="DropReason.FragmentTimeout"/>, and
    /// <see cref="DropReason.NoRoom"/> for a datagram longer than its pool's buffers.
    /// </remarks>
    public long Dropped(DropReason reason) => _drops[reason];

    /// <summary>Takes a packet over, whatever becomes of it.</summary>
    /// <param name="packet">A fragment. A whole packet comes back at once, without an atomic fragment's header (RFC 6946).</param>
    /// <param name="ip">Its IP part.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The whole datagram, the caller's, whose IP part is to be read anew; null while fragments are missing, or when it
    /// was dropped.
    /// </returns>
    public PacketBuffer? Add(PacketBuffer packet, in IpPacket ip, TimeSpan now)
    {
        Expire(now);
        if (!ip.IsFragment)
        {
            return MakeWhole(packet, ip);
        }

        var place = FragmentPlace.Of(ip);
        bool isImpossible = place.Length <= 0 || (ip.MoreFragments && place.Length % 8 != 0);
        if (isImpossible || place.Length > _limits.MaximumBytes)
        {
            Drop(packet, DropReason.BadFragment);
            return null;
        }

        LinkedListNode<PendingDatagram> node = FindOrBegin(DatagramKey.Of(ip), place.Length, now);
        return Add(node, packet, ip);
    }

    /// <summary>Drops the datagrams that waited too long; <see cref="Add(PacketBuffer, in IpPacket, TimeSpan)"/> does so too.</summary>
    public void Expire(TimeSpan now)
    {
        while (_oldestFirst.First is { } oldest && now - oldest.Value.Since >= _limits.Timeout)
        {
            Remove(oldest, DropReason.FragmentTimeout);
        }
    }

    /// <summary>Returns every waiting fragment to its pool, uncounted.</summary>
    public void Dispose()
    {
        while (_oldestFirst.First is { } oldest)
        {
            Remove(oldest, DropReason.None);
        }
    }

    private static PacketBuffer MakeWhole(PacketBuffer packet, in IpPacket ip)
    {
        if (ip.FragmentHeaderOffset >= 0)
        {
            packet.TrimEnd(packet.Length - ip.TotalLength);
            FragmentRemoval.MakeWhole(packet, ip);
        }

        return packet;
    }

    private PacketBuffer? Add(LinkedListNode<PendingDatagram> node, PacketBuffer packet, in IpPacket ip)
    {
        PendingDatagram datagram = node.Value;
        (long timestamp, long tag) = (packet.Timestamp, packet.Tag);
        int bytesBefore = datagram.Bytes;
        PendingDatagram.Outcome outcome = datagram.IsRefused
            ? PendingDatagram.Outcome.Contradiction
            : datagram.Add(packet, ip);
        PendingBytes += datagram.Bytes - bytesBefore;
        switch (outcome)
        {
            case PendingDatagram.Outcome.Complete:
                return Finish(node, timestamp, tag);
            case PendingDatagram.Outcome.Duplicate:
                Drop(packet, DropReason.BadFragment);
                return null;
            case PendingDatagram.Outcome.Contradiction:
                Drop(packet, DropReason.BadFragment);
                Refuse(datagram);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The datagram is of the moment in which it became whole, and takes its place in line from there.</summary>
    private PacketBuffer? Finish(LinkedListNode<PendingDatagram> node, long timestamp, long tag)
    {
        int fragmentCount = node.Value.Count;
        PendingBytes -= node.Value.Bytes;
        PacketBuffer? whole = node.Value.Join(out DropReason reason);
        _drops.Count(reason, reason == DropReason.None ? 0 : fragmentCount);
        Remove(node, DropReason.None);
        if (whole is not null)
        {
            (whole.Timestamp, whole.Tag) = (timestamp, tag);
        }

        return whole;
    }

    // The entry stays until its time is over, so that the rest of the datagram cannot begin it anew (RFC 5722 §3).
    private void Refuse(PendingDatagram datagram)
    {
        _drops.Count(DropReason.BadFragment, datagram.Count);
        PendingBytes -= datagram.Bytes;
        datagram.Clear();
        datagram.IsRefused = true;
    }

    private LinkedListNode<PendingDatagram> FindOrBegin(DatagramKey key, int length, TimeSpan now)
    {
        while (PendingBytes > _limits.MaximumBytes - length)
        {
            Remove(_oldestFirst.First!, DropReason.BadFragment);
        }

        if (_byKey.TryGetValue(key, out LinkedListNode<PendingDatagram>? known))
        {
            return known;
        }

        if (_idle.Count == 0)
        {
            Remove(_oldestFirst.First!, DropReason.BadFragment);
        }

        LinkedListNode<PendingDatagram> node = _idle.Pop();
        node.Value.Begin(key, now);
        _oldestFirst.AddLast(node);
        _byKey.Add(key, node);
        return node;
    }

    private void Remove(LinkedListNode<PendingDatagram> node, DropReason reason)
    {
        _drops.Count(reason, reason == DropReason.None ? 0 : node.Value.Count);
        PendingBytes -= node.Value.Bytes;
        node.Value.Clear();
        _byKey.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
        _idle.Push(node);
    }

    private void Drop(PacketBuffer packet, DropReason reason) => _drops.Drop(packet, reason);
}
