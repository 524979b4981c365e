using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Answers INFORMATIONAL: deletes, errors, and nothing at all, which is a sign of life (RFC 7296 §1.4).</summary>
internal static class InformationalResponder
{
    // A peer deletes what we do not know yet once, not often.
    private const int MostRemembered = 16;

    /// <summary>Answers one.</summary>
    internal static void Answer(EstablishedStep step, IkeMessage request)
    {
        DeletePayload[] deletes = [.. request.Payloads.OfType<DeletePayload>()];
        NotifyPayload? error = Notices.ErrorOf(request);
        if (deletes.Any(delete => delete.Protocol == ProtocolId.Ike))
        {
            End(step, request, failure: null);
        }
        else if (error?.Notify is NotifyType.AuthenticationFailed or NotifyType.InvalidSyntax)
        {
            IkeFailure failure = AuthenticationFailures.Ended(step.State.Connection, error.Notify, step.Means.Now);
            End(step, request, failure with { Peer = step.State.Peer.ToString() });
        }
        else
        {
            step.Respond(request, [.. deletes.SelectMany(delete => Delete(step, delete))]);
        }
    }

    /// <summary>The end of this IKE SA; a replacement that the peer has made meanwhile takes the children first (RFC 7296 §2.8.2).</summary>
    private static void End(EstablishedStep step, IkeMessage request, IkeFailure? failure)
    {
        if (failure is null && step.State.IkeRekey?.Rival is { } rival)
        {
            IkeReplacement.Adopt(step, rival.Take(), weDelete: false);
        }

        step.Respond(request);
        step.Close(failure);
    }

    /// <summary>Removes the peer's pairs, and says which of ours go with them (RFC 7296 §1.4.1).</summary>
    /// <returns>Nothing when all of them were being deleted by us too: then each side's request does it (RFC 7296 §2.25.1).</returns>
    private static IEnumerable<IkePayload> Delete(EstablishedStep step, DeletePayload delete)
    {
        var answered = new List<uint>();
        foreach (uint spi in delete.Spis)
        {
            if (step.State.FindByOutbound(spi) is not { } child || Notices.ProtocolOf(child.Suite.Protocol) != delete.Protocol)
            {
                RememberForLateAnswers(step, spi);
                continue;
            }

            bool isOurDeletionPending = step.State.Pending.Values.Any(
                exchange => exchange is PendingDeletion pending && pending.InboundSpi == child.InboundSpi);
            if (!isOurDeletionPending)
            {
                answered.Add(child.InboundSpi);
            }

            step.Retire(child);
        }

        return answered.Count == 0 ? [] : [new DeletePayload(delete.Protocol, [.. answered])];
    }

    /// <summary>The answer to our request for a pair may be on its way still, when the peer deletes that very pair.</summary>
    private static void RememberForLateAnswers(EstablishedStep step, uint spi)
    {
        foreach (PendingChild pending in step.State.Pending.Values.OfType<PendingChild>().ToArray())
        {
            if (pending.DeletedByPeer.Count < MostRemembered)
            {
                step.Change(pending, pending with { DeletedByPeer = pending.DeletedByPeer.Add(spi) });
            }
        }
    }
}
