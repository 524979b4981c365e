using Pipeline.Crypto;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>Answers quick modes (RFC 2409 §5.5). The inbound half is there before the answer goes, the outbound half carries from the third message on.</summary>
internal static class QuickModeResponder
{
    // Beside those of the options: a peer that begins quick modes and never ends them must not fill us.
    private const int MaximumPending = 32;

    /// <summary>Takes a first message.</summary>
    internal static void Answer(EstablishedStep step, IsakmpMessage message)
    {
        Established state = step.State;
        if (!state.Sa.Hashes.IsAuthentic(message)
            || message.Find<SaPayload>() is not { } offer
            || message.BodyOf(IsakmpPayloadType.Nonce) is not { } nonce)
        {
            return;
        }

        step.Accept();
        if (state.Children.Count >= state.Connection.MaximumChildCount || state.QuickModes.Count >= MaximumPending)
        {
            Refuse(step, message, NotifyType.NoProposalChosen, IsakmpFailures.TooManyChildren(state));
            return;
        }

        if (QuickModeSelectors.TryRead(message, isInitiator: false, state.Path) is not { } asked)
        {
            Refuse(step, message, NotifyType.InvalidIdInformation, IsakmpFailures.UnknownTraffic(state));
            return;
        }

        NotifyType error = NotifyType.InvalidIdInformation;
        foreach (ChildOptions options in state.Connection.Children)
        {
            if (TrySelect(options, asked, state, out OriginalAddresses? original) is not { } selectors)
            {
                continue;
            }

            error = NotifyType.NoProposalChosen;
            if (Phase2Choice.TryChoose(offer, QuickModeOffer.AlternativesOf(options), [QuickModeOffer.ModeOf(options, state.Sa)]) is { Pairs: [var chosen] })
            {
                Accept(step, message, new QuickModePair(QuickModeOffer.Within(options, chosen.Lifetime), selectors, nonce, step.Means.Nonce()), chosen, original);
                return;
            }
        }

        Refuse(step, message, error, error == NotifyType.NoProposalChosen
            ? IsakmpFailures.NoCommonProposal(state, offer)
            : IsakmpFailures.OtherTraffic(state, asked));
    }

    /// <summary>Takes the third message: the peer has its halves.</summary>
    internal static void Conclude(EstablishedStep step, AnsweredQuickMode pending, IsakmpMessage message)
    {
        if (!step.State.Sa.Hashes.IsConclusion(message, pending.InitiatorNonce, pending.ResponderNonce))
        {
            return;
        }

        step.Accept();
        step.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.HalfOpen, pending.MessageId)));
        step.Add(new Effect.UseOutbound(pending.Child.InboundSpi));
        step.Add(new Effect.EndIsakmpExchange(pending.MessageId));
        step.Update(step.State with { QuickModes = step.State.QuickModes.Remove(pending.MessageId) });
        step.Add(new Effect.Report(pending.Replaced is { } replaced
            ? new NegotiationEvent.ChildRekeyed(pending.Options.Name, replaced, pending.Child.InboundSpi)
            : new NegotiationEvent.ChildEstablished(pending.Options.Name, pending.Child.InboundSpi, pending.Child.OutboundSpi)));
        if (pending.Replaced is { } old)
        {
            // The peer deletes it, or we do.
            Timers.Start(step, IkeTimerKind.Straggler, step.State.Connection.StragglerTimeout, old);
        }
    }

    /// <summary>The third message did not come.</summary>
    internal static void GiveUp(EstablishedStep step, AnsweredQuickMode pending)
    {
        step.Update(step.State with { QuickModes = step.State.QuickModes.Remove(pending.MessageId) });
        step.Add(new Effect.EndIsakmpExchange(pending.MessageId));
        step.Retire(pending.Child, tells: false);
        step.Report(IsakmpFailures.QuickModeUnanswered(step.State, pending));
    }

    private static void Accept(EstablishedStep step, IsakmpMessage message, QuickModePair pair, Phase2Pair chosen, OriginalAddresses? original)
    {
        Established state = step.State;
        byte[] value = [];
        SecretBytes? secret = null;
        if (chosen.Suite.Group is { } group
            && (message.BodyOf(IsakmpPayloadType.KeyExchange) is not { } theirs
                || !group.TryRespond(step.Means.Random, theirs.Span, out value, out secret)))
        {
            Refuse(step, message, NotifyType.InvalidKeyInformation, IsakmpFailures.BadValue(state, pair.Options));
            return;
        }

        using (secret)
        {
            uint spi = step.Means.Spis.NextChildSpi(chosen.Suite.Protocol);
            ChildAgreement agreement = pair.Agree(chosen, spi, isInitiator: false, original);
            ChildSa child = agreement.ToChild() with { Options = state.Connection.Children.First(options => options.Name == pair.Options.Name) };
            uint? replaced = state.Children.FindLast(other => other.Options.Name == child.Options.Name && other.Selectors == child.Selectors)?.InboundSpi;
            step.Add(new Effect.InstallChild(pair.ToPair(agreement, state, secret, replaced)));
            step.Send(Second(state.Sa, message, pair, new Phase2Choice([chosen]).Answer(_ => spi), value), isAnswered: false);
            Timers.Start(step, IkeTimerKind.HalfOpen, state.Connection.HalfOpenTimeout, message.MessageId);
            var pending = new AnsweredQuickMode(message.MessageId, child, replaced)
            {
                InitiatorNonce = pair.InitiatorNonce,
                ResponderNonce = pair.ResponderNonce,
            };
            step.Update(step.State with { Children = step.State.Children.Add(child), QuickModes = step.State.QuickModes.Add(message.MessageId, pending) });
        }
    }

    /// <summary>The second message: the identities go back as they came.</summary>
    private static IsakmpMessage Second(Phase1Sa sa, IsakmpMessage first, QuickModePair pair, SaPayload answer, byte[] value)
    {
        IEnumerable<IsakmpPayload> key = value.Length == 0 ? [] : [new RawPayload(IsakmpPayloadType.KeyExchange, value)];
        IsakmpMessage message = sa.Message(
            IsakmpExchangeType.QuickMode,
            first.MessageId,
            [
                answer,
                new RawPayload(IsakmpPayloadType.Nonce, pair.ResponderNonce),
                .. key,
                .. first.Payloads.OfType<Wire.Ike.V1.Identities.IdPayload>(),
            ]);
        return sa.Hashes.Authenticate(message, pair.InitiatorNonce);
    }

    /// <summary>What is asked for must be allowed whole: nothing is narrowed in IKEv1.</summary>
    private static ChildSelectors? TrySelect(ChildOptions options, ChildSelectors asked, Established state, out OriginalAddresses? original)
    {
        original = null;
        ChildSelectors meant = options.Mode == SaMode.Transport
            ? TransportSelectors.Substitute(asked, state.Path, state.Sa.Nat, out original)
            : asked;
        ChildSelectors allowed = HostSelectors.Or(options.Selectors, state.Path);
        return SelectorChoice.TryNarrow(meant, allowed, out _) is { } narrowed && narrowed == meant ? meant : null;
    }

    private static void Refuse(EstablishedStep step, IsakmpMessage message, NotifyType error, IkeFailure failure)
    {
        step.Add(new Effect.EndIsakmpExchange(message.MessageId));
        step.Notify(new NotifyPayload(error, IsakmpProtocol.Esp, default, default));
        step.Report(failure);
    }
}
