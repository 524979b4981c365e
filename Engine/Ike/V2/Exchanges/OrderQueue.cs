using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Begins exchanges: when the peer's window has room, and when no other exchange is in the way (RFC 7296 §2.3, §2.25).</summary>
internal static class OrderQueue
{
    /// <summary>Begins all that may be begun now.</summary>
    internal static void Pump(EstablishedStep step)
    {
        int index = 0;
        while (HasRoom(step.State) && index < step.State.Waiting.Count)
        {
            QueuedOrder queued = step.State.Waiting[index];
            if (MustWait(step.State, queued.Order))
            {
                index++;
                continue;
            }

            step.Update(step.State with { Waiting = step.State.Waiting.RemoveAt(index) });
            Begin(step, queued);
        }
    }

    /// <summary>Tells the peer to delete a pair.</summary>
    internal static void SendDeletion(EstablishedStep step, ProtocolId protocol, uint inboundSpi) => step.SendRequest(
        ExchangeType.Informational, new PendingDeletion(inboundSpi), (_, _) => [new DeletePayload(protocol, [inboundSpi])]);

    private static bool HasRoom(Established state) =>
        state.Pending.IsEmpty || state.NextRequestId - state.Pending.Keys.First() < state.PeerWindow;

    /// <summary>True while another exchange of ours would get in the way; the peer is asked nothing that it would have to refuse.</summary>
    private static bool MustWait(Established state, IkeOrder order) => order switch
    {
        IkeOrder.Terminate => false,
        _ when state.IsEnding => true,
        IkeOrder.RekeyIke => state.IkeRekey is not null || state.IsBusyWithChildren,
        IkeOrder.DeleteChild delete => state.IkeRekey is not null || state.Pending.Values.Any(exchange =>
            exchange is PendingChild { Replaced: { } replaced } && replaced.InboundSpi == delete.InboundSpi),
        IkeOrder.NewChild or IkeOrder.RekeyChild => state.IkeRekey is not null,
        _ => false,
    };

    private static void Begin(EstablishedStep step, QueuedOrder queued)
    {
        switch (queued.Order)
        {
            case IkeOrder.Terminate when !step.State.IsEnding:
                step.SendRequest(ExchangeType.Informational, new PendingTermination(), (_, _) => [DeletePayload.IkeSa]);
                break;
            case IkeOrder.CheckPeer when step.State.Pending.IsEmpty:
                step.SendRequest(ExchangeType.Informational, new PendingLivenessCheck(), (_, _) => []);
                break;
            case IkeOrder.RekeyIke when !step.State.IsReplaced:
                PendingIkeRekey rekey = PendingIkeRekey.Begin(step, queued);
                step.SendRequest(ExchangeType.CreateChildSa, rekey, (_, connection) => rekey.Payloads(connection));
                break;
            case IkeOrder.NewChild order when !step.State.IsReplaced && !ChildDemand.IsCarried(step.State, order):
                step.SendCreateChild(new PendingChild(
                    ChildOffer.ForCreate(order.Options, method: null, order.Trigger, step.State.Path, step.Means), queued));
                break;
            case IkeOrder.RekeyChild order:
                BeginRekey(step, order.InboundSpi, queued);
                break;
            case IkeOrder.DeleteChild order when step.State.FindByInbound(order.InboundSpi) is { } child:
                step.Change(child with { Phase = ChildPhase.Deleting });
                SendDeletion(step, Notices.ProtocolOf(child.Suite.Protocol), child.InboundSpi);
                break;
        }
    }

    /// <summary>A pair that is gone, or has a successor already, needs no rekey any more.</summary>
    private static void BeginRekey(EstablishedStep step, uint inboundSpi, QueuedOrder queued)
    {
        bool isPending = step.State.Pending.Values.Any(exchange => exchange is PendingChild { Replaced: { } other } && other.InboundSpi == inboundSpi);
        if (isPending || step.State.FindByInbound(inboundSpi) is not { Phase: ChildPhase.Live } child)
        {
            return;
        }

        // The same method as before first: the peer has taken it once (RFC 7296 §1.3.3).
        ChildOffer offer = ChildOffer.ForCreate(child.Options, child.Suite.KeyExchange, trigger: null, step.State.Path, step.Means);
        step.SendCreateChild(new PendingChild(offer, queued) { Replaced = child });
    }
}
