using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Ports;

/// <summary>Wraps another port and makes faults on purpose: loses, doubles, reorders and damages packets.</summary>
/// <remarks>
/// A seed decides everything, separately for each direction: the same packets get the same faults again. Lost packets
/// are counted as <see cref="DropReason.Fault"/>. A packet that waits to be overtaken passes at the latest when the
/// next call brings none, or when the port is disposed.
/// </remarks>
public sealed class FaultPort : IPacketPort
{
    private readonly IPacketPort _inner;
    private readonly PortDrops _drops = new();
    private readonly FaultLane _receiving;
    private readonly FaultLane _sending;
    private readonly PacketBatch _received = new();
    private readonly PacketBatch _toSend = new();

    /// <param name="inner">The port that does the work; disposed with this one.</param>
    /// <param name="seed">Decides which packet gets which fault.</param>
    /// <param name="receiving">Faults of the packets that come in.</param>
    /// <param name="sending">Faults of the packets that go out.</param>
    public FaultPort(IPacketPort inner, ulong seed, FaultRates receiving, FaultRates sending)
    {
        _inner = inner;
        _receiving = new FaultLane(receiving, seed, _drops);
        _sending = new FaultLane(sending, ~seed, _drops);
    }

    /// <inheritdoc/>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        bool more = true;
        if (_receiving.Count == 0)
        {
            more = _inner.Receive(_received, wait);
            bool nothingFollows = _received.Count == 0;
            _receiving.Take(_received);
            if (nothingFollows)
            {
                _receiving.ReleaseHeldBack();
            }
        }

        int before = batch.Count;
        _receiving.Give(batch);
        return more || _receiving.Count > 0 || batch.Count > before;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What the wrapped port did not take comes back with its faults; a duplicate for which the batch has no room is
    /// dropped as <see cref="DropReason.PortBusy"/>.
    /// </remarks>
    public void Send(PacketBatch batch)
    {
        bool nothingFollows = batch.Count == 0;
        _sending.Take(batch);
        if (nothingFollows)
        {
            _sending.ReleaseHeldBack();
        }

        SendReady();
        GiveBack(_toSend, batch);
        _sending.Give(batch);
        DropRest();
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _drops[reason] + _inner.Dropped(reason);

    /// <summary>Sends the packet that still waits to be overtaken, then disposes the wrapped port.</summary>
    public void Dispose()
    {
        _sending.ReleaseHeldBack();
        SendReady();
        PacketPool.Return(_toSend);
        _sending.Dispose();
        _receiving.Dispose();
        _inner.Dispose();
    }

    private void SendReady()
    {
        while (_sending.Count > 0 && _toSend.Count == 0)
        {
            _sending.Give(_toSend);
            _inner.Send(_toSend);
        }
    }

    private static void GiveBack(PacketBatch from, PacketBatch to)
    {
        int moved = 0;
        while (moved < from.Count && to.TryAdd(from[moved]))
        {
            moved++;
        }

        from.ForgetFirst(moved);
    }

    private void DropRest()
    {
        do
        {
            while (_toSend.Count > 0)
            {
                _drops.Count(DropReason.PortBusy);
                PacketPool.Return(_toSend.TakeLast());
            }

            _sending.Give(_toSend);
        }
        while (_toSend.Count > 0);
    }
}
