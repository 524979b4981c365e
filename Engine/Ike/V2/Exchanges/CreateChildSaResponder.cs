using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Exchanges;

/// <summary>Answers CREATE_CHILD_SA: a new pair, a rekey of one, or a rekey of the IKE SA (RFC 7296 §1.3, §2.25).</summary>
internal static class CreateChildSaResponder
{
    // The pair and the one that it replaces.
    private const int MostPairsPerChild = 2;

    /// <summary>Answers one.</summary>
    internal static void Answer(EstablishedStep step, IkeMessage request)
    {
        if (request.Find<SaPayload>() is not { } offer || request.Find<NoncePayload>() is not { } nonce)
        {
            step.Respond(request, new NotifyPayload(NotifyType.InvalidSyntax));
        }
        else if (step.State.IsReplaced || step.State.IsEnding)
        {
            // RFC 7296 §2.25.2: the peer will see why when our delete comes.
            step.Respond(request, new NotifyPayload(NotifyType.TemporaryFailure));
        }
        else if (offer.Proposals[0].Protocol == ProtocolId.Ike)
        {
            IkeRekeyResponder.Answer(step, request, offer, nonce.Nonce);
        }
        else if (step.State.IkeRekey is not null)
        {
            step.Respond(request, new NotifyPayload(NotifyType.TemporaryFailure));
        }
        else if (!ChildRequest.TryRead(request, out ChildRequest child))
        {
            step.Respond(request, new NotifyPayload(NotifyType.InvalidSyntax));
        }
        else if (request.Find(NotifyType.RekeySa) is { } rekey)
        {
            AnswerRekey(step, request, child, nonce, rekey);
        }
        else
        {
            AnswerNew(step, request, child, nonce);
        }
    }

    private static void AnswerNew(EstablishedStep step, IkeMessage request, ChildRequest child, NoncePayload nonce)
    {
        Established state = step.State;
        if (state.Children.Count >= state.Connection.MaximumChildCount)
        {
            step.Respond(request, new NotifyPayload(NotifyType.NoAdditionalSas));
            return;
        }

        ChildOutcome outcome = Responder(step, nonce, state.Connection.Children, replaced: null).Respond(child, step.Means);
        step.Install(outcome);
        step.Respond(request, [.. outcome.Answer]);
    }

    private static void AnswerRekey(EstablishedStep step, IkeMessage request, ChildRequest child, NoncePayload nonce, NotifyPayload rekey)
    {
        // The peer names the pair by the SPI on which it receives: ours to send on.
        ChildSa? old = Notices.SpiOf(rekey) is { } spi ? step.State.FindByOutbound(spi) : null;
        if (old is null && step.State.IsBusyWithChildren)
        {
            // It may be the pair that we have asked for: the answer to that is then late, not lost.
            step.Respond(request, new NotifyPayload(NotifyType.TemporaryFailure));
            return;
        }

        if (old is null)
        {
            step.Respond(request, new NotifyPayload(NotifyType.ChildSaNotFound) { Protocol = rekey.Protocol, Spi = rekey.Spi });
            return;
        }

        // RFC 7296 §2.25.1: we are closing it, or the peer has replaced it already. Or the peer replaces and does not delete: what waits for its
        // delete must not grow without bound.
        if (old.Phase != ChildPhase.Live || step.State.Children.Count >= MostPairsPerChild * step.State.Connection.MaximumChildCount)
        {
            step.Respond(request, new NotifyPayload(NotifyType.TemporaryFailure));
            return;
        }

        ChildOutcome outcome = Responder(step, nonce, [old.Options], old).Respond(child, step.Means);
        step.Install(outcome);
        if (outcome.Child is { } made)
        {
            Succeed(step, old, made);
        }

        step.Respond(request, [.. outcome.Answer]);
    }

    /// <summary>The pair has a successor now, unless our own rekey of it, which is on its way, wins (RFC 7296 §2.8.1).</summary>
    private static void Succeed(EstablishedStep step, ChildSa old, ChildSa made)
    {
        step.Change(old with { Phase = ChildPhase.ReplacedByPeer, SuccessorSpi = made.InboundSpi });
        Timers.StartStraggler(step, old.InboundSpi);
        step.ReportRekey(old, made);
        PendingChild? ours = step.State.Pending.Values.OfType<PendingChild>()
            .FirstOrDefault(pending => pending.Replaced?.InboundSpi == old.InboundSpi);
        if (ours is not null)
        {
            step.Change(ours, ours with { Rival = made });
        }
    }

    private static ChildResponder Responder(
        EstablishedStep step, NoncePayload nonce, IReadOnlyList<ChildOptions> candidates, ChildSa? replaced) => new()
        {
            Sa = step.State.Sa,
            Connection = step.State.Connection,
            Candidates = candidates,
            InitiatorNonce = nonce.Nonce,
            ResponderNonce = step.Means.Nonce(),
            Path = step.State.Path,
            Replaced = replaced,
        };
}
