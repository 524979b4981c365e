using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy.ClearTraffic;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath.Negotiation;

/// <summary>Packets whose SAs are being negotiated: held for a moment, few of them, so that the first packets of a connection are not lost.</summary>
/// <remarks>
/// Bounded in number and in time, whoever sends: what does not fit, or has waited too long, is dropped as
/// <see cref="DropReason.NoSa"/>; or leaves in the clear, where its rule allows that. One thread, the shard's.
/// </remarks>
/// <param name="options">How many, and how long.</param>
/// <param name="negotiations">Who makes SAs.</param>
/// <param name="sas">The SAs of this shard.</param>
/// <param name="softSas">Hosts that are talked to in the clear.</param>
/// <param name="neighbours">The other shards; null when there are none.</param>
/// <param name="drops">Counts what was held in vain.</param>
internal sealed class HeldPackets(
    HoldOptions options,
    INegotiations negotiations,
    SaDatabase sas,
    SoftSaTable softSas,
    IShardNeighbours? neighbours,
    DropCounters drops) : IDisposable
{
    /// <summary>SAs that are not there after so long are asked for again.</summary>
    private static readonly TimeSpan AskingInterval = TimeSpan.FromSeconds(1);

    /// <summary>Questions in that time: a host that tries many addresses fills no mailbox.</summary>
    private const int MostQuestions = 64;

    private readonly List<Held> _held = new(options.MaximumCount);
    private readonly PacketBatch _ready = new(options.MaximumCount);
    private readonly HashSet<(string SaName, IpAddress Destination)> _asked = [];
    private TimeSpan _asking;

    /// <summary>True when packets are held.</summary>
    public bool Any => _held.Count > 0;

    /// <summary>Takes a packet over, and asks for its SAs.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="saName">What it waits for: a name of the policy.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="unsecured">What its rule does when nobody answers.</param>
    /// <param name="now">A monotonic time.</param>
    public void Hold(PacketBuffer packet, string saName, in FlowKey flow, UnsecuredTraffic unsecured, TimeSpan now)
    {
        Ask(saName, flow, now);

        if (_held.Count == options.MaximumCount)
        {
            drops.Drop(packet, DropReason.NoSa);
            return;
        }

        _held.Add(new Held(packet, saName, flow, unsecured, now + (unsecured.FallsBackToClear ? unsecured.ClearAfter : options.Timeout)));
    }

    /// <summary>Tells whether a packet without an SA leaves in the clear now; asks for its SAs again when that is due.</summary>
    /// <param name="saName">What its rule says protects it.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="unsecured">What its rule allows.</param>
    /// <param name="now">A monotonic time.</param>
    public bool MayGoClear(string saName, in FlowKey flow, UnsecuredTraffic unsecured, TimeSpan now)
    {
        if (!unsecured.FallsBackToClear || !softSas.IsOpen(saName, flow.Destination, now))
        {
            return false;
        }

        if (softSas.IsRetryDue(saName, flow.Destination, now))
        {
            Ask(saName, flow, now);
        }

        return true;
    }

    /// <summary>Lets packets go whose SAs are there now, or that may leave in the clear, and drops those that have waited too long.</summary>
    /// <param name="now">A monotonic time.</param>
    /// <returns>The packets, in their order; the caller's, who forgets the batch before the next call.</returns>
    public PacketBatch Release(TimeSpan now)
    {
        int kept = 0;
        for (int index = 0; index < _held.Count; index++)
        {
            Held held = _held[index];
            if (IsThere(held) || MayGoClear(held.SaName, held.Flow, held.Unsecured, now)
                || (now >= held.Deadline && softSas.TryOpen(held.SaName, held.Flow.Destination, held.Unsecured, now)))
            {
                _ready.TryAdd(held.Packet);
            }
            else if (now >= held.Deadline)
            {
                drops.Drop(held.Packet, DropReason.NoSa);
            }
            else
            {
                _held[kept++] = held;
            }
        }

        _held.RemoveRange(kept, _held.Count - kept);
        return _ready;
    }

    /// <summary>Gives every buffer back to its pool.</summary>
    public void Dispose()
    {
        _held.ForEach(held => PacketPool.Return(held.Packet));
        _held.Clear();
    }

    private void Ask(string saName, in FlowKey flow, TimeSpan now)
    {
        if (now - _asking >= AskingInterval)
        {
            _asking = now;
            _asked.Clear();
        }

        if (_asked.Count < MostQuestions && _asked.Add((saName, flow.Destination)))
        {
            negotiations.Wanted(saName, flow);
        }
    }

    private bool IsThere(in Held held) =>
        sas.TryFindOutbound(held.SaName, held.Flow, out _) || neighbours?.HasOutbound(held.SaName, held.Flow) == true;

    private readonly record struct Held(PacketBuffer Packet, string SaName, FlowKey Flow, UnsecuredTraffic Unsecured, TimeSpan Deadline);
}
