using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V2.Children;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>Begins quick modes (RFC 2409 §5.5).</summary>
/// <remarks>
/// <code>
/// HDR*, HASH(1), SA, Ni [, KE] [, IDci, IDcr] --&gt;
///                                             &lt;-- HDR*, HASH(2), SA, Nr [, KE] [, IDci, IDcr]
/// HDR*, HASH(3)                               --&gt;
/// </code>
/// </remarks>
internal static class QuickModeInitiator
{
    // The responder installs its half only with the third message, and nothing says when it has: packets that come sooner are lost there.
    private static readonly TimeSpan CommitDelay = TimeSpan.FromMilliseconds(100);

    // What the peer has sent on the old pair before it has switched to the new one must still arrive.
    private static readonly TimeSpan StragglerDelay = TimeSpan.FromSeconds(2);

    /// <summary>Sends the first message.</summary>
    internal static void Begin(EstablishedStep step, ChildOptions options, ChildSelectors selectors, ChildSa? replaced)
    {
        Established state = step.State;
        IReadOnlyList<Phase2Alternative> offered = QuickModeOffer.OfOneGroup(QuickModeOffer.AlternativesOf(options));
        if (offered.Count == 0)
        {
            step.Report(IsakmpFailures.NothingToOffer(options));
            return;
        }

        KeyExchangeMethod? group = offered[0].Protocols[0][0].Group;
        InitiatedExchange? exchange = group?.Initiate(step.Means.Random);
        uint spi = step.Means.Spis.NextChildSpi(offered[0].Protocols[0][0].Protocol);
        EncapsulationMode mode = QuickModeOffer.ModeOf(options, state.Sa);
        var pending = new InitiatedQuickMode(IsakmpNotices.NextMessageId(step.Means), options, selectors, replaced?.InboundSpi)
        {
            Offered = offered,
            Mode = mode,
            InboundSpi = spi,
            Nonce = step.Means.Nonce(),
            Exchange = exchange,
        };
        IsakmpMessage message = state.Sa.Message(
            IsakmpExchangeType.QuickMode,
            pending.MessageId,
            [
                Phase2Choice.Offer(offered, _ => spi, mode, QuickModeOffer.LifetimeOf(options)),
                new RawPayload(IsakmpPayloadType.Nonce, pending.Nonce),
                .. KePayload(exchange),
                .. QuickModeSelectors.ToPayloads(selectors, isInitiator: true),
            ]);
        step.Update(state with { QuickModes = state.QuickModes.Add(pending.MessageId, pending) });
        step.Send(state.Sa.Hashes.Authenticate(message), isAnswered: true);
    }

    /// <summary>Takes the second message, and sends the third.</summary>
    internal static void Finish(EstablishedStep step, InitiatedQuickMode pending, IsakmpMessage message)
    {
        if (!step.State.Sa.Hashes.IsAuthentic(message, pending.Nonce))
        {
            return;
        }

        step.Accept();
        if (message.Find<SaPayload>() is not { } answer
            || message.BodyOf(IsakmpPayloadType.Nonce) is not { } nonce
            || Phase2Choice.TryAccept(answer, pending.Offered, pending.Mode) is not { Pairs: [var chosen] })
        {
            GiveUp(step, pending, IsakmpFailures.WrongAnswer(step.State, pending, "chose what was not offered"));
            return;
        }

        if (QuickModeSelectors.TryRead(message, isInitiator: true, step.State.Path) is not { } selectors || selectors != pending.Selectors)
        {
            GiveUp(step, pending, IsakmpFailures.WrongAnswer(step.State, pending, "answered with other traffic than was asked for"));
            return;
        }

        SecretBytes? secret = null;
        if (pending.Exchange is { } exchange
            && (message.BodyOf(IsakmpPayloadType.KeyExchange) is not { } value || !exchange.TryFinish(value.Span, out secret)))
        {
            GiveUp(step, pending, IsakmpFailures.WrongAnswer(step.State, pending, "sent no usable public value"));
            return;
        }

        using (secret)
        {
            Install(step, pending, chosen, nonce, secret);
        }

        Established state = step.State;
        IsakmpMessage third = state.Sa.Message(IsakmpExchangeType.QuickMode, pending.MessageId, []);
        step.Send(state.Sa.Hashes.Conclude(third, pending.Nonce, nonce), isAnswered: false);
        step.Add(new Effect.EndIsakmpExchange(pending.MessageId));
        step.Update(state with { QuickModes = state.QuickModes.Remove(pending.MessageId) });
        pending.EraseSecrets();
        Timers.Start(step, IkeTimerKind.Commit, CommitDelay, pending.InboundSpi);
        if (pending.Replaced is { } replaced)
        {
            Timers.Start(step, IkeTimerKind.Straggler, StragglerDelay, replaced);
        }
    }

    /// <summary>It came to nothing.</summary>
    internal static void GiveUp(EstablishedStep step, PendingQuickMode pending, IkeFailure failure)
    {
        pending.EraseSecrets();
        step.Update(step.State with { QuickModes = step.State.QuickModes.Remove(pending.MessageId) });
        step.Add(new Effect.CancelTimer(new IkeTimer(IkeTimerKind.Retransmit, pending.MessageId)));
        if (pending is InitiatedQuickMode initiated)
        {
            step.Add(new Effect.ReleaseSpi(initiated.InboundSpi));
        }

        step.Report(failure);
    }

    /// <summary>KE, with perfect forward secrecy.</summary>
    internal static IEnumerable<IsakmpPayload> KePayload(InitiatedExchange? exchange) =>
        exchange is null ? [] : [new RawPayload(IsakmpPayloadType.KeyExchange, exchange.PublicValue.ToArray())];

    private static void Install(EstablishedStep step, InitiatedQuickMode pending, Phase2Pair chosen, Octets nonce, SecretBytes? secret)
    {
        var pair = new QuickModePair(QuickModeOffer.Within(pending.Options, chosen.Lifetime), pending.Selectors, pending.Nonce, nonce);
        ChildAgreement agreement = pair.Agree(chosen, pending.InboundSpi, isInitiator: true, original: null);
        step.Add(new Effect.InstallChild(pair.ToPair(agreement, step.State, secret, pending.Replaced)));
        step.Update(step.State with { Children = step.State.Children.Add(agreement.ToChild() with { Options = pending.Options }) });
        step.Add(new Effect.Report(pending.Replaced is { } replaced
            ? new NegotiationEvent.ChildRekeyed(pending.Options.Name, replaced, pending.InboundSpi)
            : new NegotiationEvent.ChildEstablished(pending.Options.Name, pending.InboundSpi, chosen.PeerSpi)));
    }
}
