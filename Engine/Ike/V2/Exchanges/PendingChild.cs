using System.Collections.Immutable;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>We asked for a pair of Child SAs: a new one (RFC 7296 §1.3.1), or one in place of another (§1.3.3).</summary>
/// <param name="Offer">What we asked for.</param>
/// <param name="Queued">The order behind it, to be tried again when the peer is busy.</param>
internal sealed record PendingChild(ChildOffer Offer, QueuedOrder Queued) : PendingExchange
{
    /// <summary>The pair that is to be replaced, as it was when we asked; null for a new one.</summary>
    internal ChildSa? Replaced { get; init; }

    /// <summary>What the peer has put in place of the same pair meanwhile (RFC 7296 §2.8.1); null when it has not.</summary>
    internal ChildSa? Rival { get; init; }

    /// <summary>SPIs that the peer has deleted and we did not know: one of them may be that of the answer, which is late.</summary>
    internal ImmutableList<uint> DeletedByPeer { get; init; } = [];

    /// <summary>True when the peer has already asked us for another key exchange method.</summary>
    internal bool HasChangedMethod { get; init; }

    /// <inheritdoc/>
    internal override void EraseSecrets() => Offer.Exchange?.Dispose();

    /// <inheritdoc/>
    internal override void Finish(EstablishedStep step, IkeMessage reply)
    {
        NotifyPayload? error = Notices.ErrorOf(reply);
        if (reply.Find<NoncePayload>() is { } nonce && error is null)
        {
            Take(step, Initiator(step).Accept(reply, nonce.Nonce, step.State.Path));
            return;
        }

        switch (error?.Notify)
        {
            case NotifyType.InvalidKePayload when TryChangeMethod(step, error):
                break;
            case NotifyType.TemporaryFailure:
                Release(step);
                PostponeUnlessReplaced(step);
                break;
            case NotifyType.ChildSaNotFound when Replaced is not null:
                Release(step);
                BeginAnew(step);
                break;
            default:
                step.Finish(Offer, Initiator(step).Refused(error));
                break;
        }
    }

    /// <summary>The new pair is there; of two that replace the same one, one must go (RFC 7296 §2.8.1).</summary>
    private void Take(EstablishedStep step, ChildOutcome outcome)
    {
        if (outcome.Child is { } late && DeletedByPeer.Contains(late.OutboundSpi))
        {
            outcome.Pair!.Inbound.EraseKeys();
            outcome.Pair.Outbound.EraseKeys();
            Release(step);
            if (Replaced is not null)
            {
                // For the peer the old pair is replaced already, and its successor was not wanted any more.
                step.Delete(Replaced.InboundSpi);
            }

            return;
        }

        if (outcome.Child is not { } made || Replaced is null)
        {
            step.Finish(Offer, outcome);
            return;
        }

        // The lowest of the four nonces loses, and whoever made that pair deletes it.
        bool isRedundant = Rival is not null && Nonces.IsLower(made.LowerNonce, Rival.LowerNonce);
        step.Install(outcome with
        {
            Child = made with { UsesOutbound = !isRedundant },
            Pair = outcome.Pair! with { UsesOutbound = !isRedundant },
        });
        if (isRedundant)
        {
            step.Delete(made.InboundSpi);
            return;
        }

        step.ReportRekey(Replaced, made);
        if (Rival is not null)
        {
            step.MarkRedundant(Rival.InboundSpi);
        }

        step.Delete(Replaced.InboundSpi);
    }

    /// <summary>The peer wants another key exchange method: one that we offered, or we give up (RFC 7296 §1.3.1, §2.7).</summary>
    private bool TryChangeMethod(EstablishedStep step, NotifyPayload error)
    {
        int? wanted = Notices.WantedMethod(error);
        KeyExchangeMethod? method = ChildOffer.MethodsOf(Offer.Options).FirstOrDefault(offered => offered.Id == wanted);
        if (method is null || HasChangedMethod)
        {
            return false;
        }

        ChildOffer changed = Offer with { Method = method, Exchange = method.Initiate(step.Means.Random), Nonce = step.Means.Nonce() };
        step.SendCreateChild(this with { Offer = changed, HasChangedMethod = true });
        return true;
    }

    private void PostponeUnlessReplaced(EstablishedStep step)
    {
        // The peer was busy replacing the very same pair: done is done.
        if (Rival is null && (Replaced is null || step.State.FindByInbound(Replaced.InboundSpi) is not null))
        {
            step.Postpone(Queued);
        }
    }

    /// <summary>The peer has lost the pair that we wanted to replace (RFC 7296 §2.25).</summary>
    private void BeginAnew(EstablishedStep step)
    {
        // Not here either: the peer has deleted it, with or without a successor, while our request was on its way.
        if (Rival is not null || step.State.FindByInbound(Replaced!.InboundSpi) is not { } lost)
        {
            return;
        }

        step.Retire(lost);
        step.Enqueue(new IkeOrder.NewChild(Offer.Options));
    }

    private ChildInitiator Initiator(EstablishedStep step) => new(step.State.Sa, step.State.Connection, Offer, Replaced);

    private void Release(EstablishedStep step) => step.Add(new Effect.ReleaseSpi(Offer.InboundSpi));
}
