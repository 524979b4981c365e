using Pipeline.Crypto;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>Answers a peer that wants a pair of Child SAs, in IKE_AUTH and in CREATE_CHILD_SA alike.</summary>
/// <remarks>Makes everything ready, but installs nothing and remembers nothing: whoever asks does that.</remarks>
internal sealed record ChildResponder
{
    /// <summary>The IKE SA.</summary>
    internal required IkeSaParameters Sa { get; init; }

    /// <summary>Whose children these are.</summary>
    internal required ConnectionOptions Connection { get; init; }

    /// <summary>What may be made: all children of the connection, or the one that is rekeyed.</summary>
    internal required IReadOnlyList<ChildOptions> Candidates { get; init; }

    /// <summary>Ni.</summary>
    internal required Octets InitiatorNonce { get; init; }

    /// <summary>Nr.</summary>
    internal required Octets ResponderNonce { get; init; }

    /// <summary>Outer addresses.</summary>
    internal required IkePath Path { get; init; }

    /// <summary>True in IKE_AUTH, where there is no key exchange.</summary>
    internal bool IsInAuth { get; init; }

    /// <summary>The pair that is rekeyed; null for a new one.</summary>
    internal ChildSa? Replaced { get; init; }

    /// <summary>Chooses the first candidate of which traffic, mode and algorithms suit.</summary>
    internal ChildOutcome Respond(ChildRequest request, IkeMeans means)
    {
        IkeFailure? failure = null;
        NotifyPayload error = new(NotifyType.TsUnacceptable);
        foreach (ChildOptions options in Candidates)
        {
            ChildSelectors allowed = HostSelectors.Or(options.Selectors, Path);
            OriginalAddresses? original = null;
            ChildSelectors asked = options.Mode == SaMode.Transport && request.WantsTransport
                ? TransportSelectors.Substitute(request.Selectors, Path, Sa.Nat, out original)
                : request.Selectors;
            if (SelectorChoice.TryNarrow(asked, allowed, out SelectorMiss? selectorMiss) is not { } narrowed)
            {
                // What failed later came nearer, and is the better explanation.
                failure = error.Notify == NotifyType.TsUnacceptable
                    ? ChildFailures.Selectors(Step, Connection, options, selectorMiss!)
                    : failure;
                continue;
            }

            if (options.Mode == SaMode.Transport && !request.WantsTransport)
            {
                error = new NotifyPayload(NotifyType.NoProposalChosen);
                failure = ChildFailures.Mode(Step, Connection, options);
                continue;
            }

            if (Choose(request, options, out NearestMiss? miss) is { } choice)
            {
                return Exchange(request, options, choice, new Traffic(narrowed, original), means);
            }

            error = new NotifyPayload(NotifyType.NoProposalChosen);
            failure = ProposalFailures.ByUs(Step, Connection, options, miss);
        }

        return ChildOutcome.Refuse(error, failure ?? ChildFailures.NoChild(Step, Connection, request.Selectors));
    }

    private ChildChoice? Choose(ChildRequest request, ChildOptions options, out NearestMiss? miss) => IsInAuth
        ? ChildChoice.TryChooseInAuth(request.Offer, options.Proposals, out miss)
        : ChildChoice.TryChoose(request.Offer, options.Proposals, request.Key?.Method, out miss);

    /// <summary>Does the key exchange, if the suite has one.</summary>
    private ChildOutcome Exchange(
        ChildRequest request,
        ChildOptions options,
        ChildChoice choice,
        Traffic traffic,
        IkeMeans means)
    {
        byte[] value = [];
        SecretBytes? secret = null;
        if (choice.Suite.KeyExchange is { } method)
        {
            if (request.Key?.Method != method.Id)
            {
                return ChildOutcome.Refuse(
                    Notices.InvalidKe(method.Id), BadValue(options, $"the peer sent no value of {method}; asked for it"));
            }

            if (!method.TryRespond(means.Random, request.Key.Value.Span, out value, out secret))
            {
                return ChildOutcome.Refuse(
                    new NotifyPayload(NotifyType.InvalidSyntax), BadValue(options, "the peer's public value is not good"));
            }
        }

        using (secret)
        {
            uint spi = means.Spis.NextChildSpi(choice.Suite.Protocol);
            return Accept(new ChildAgreement
            {
                Options = options,
                IsInitiator = false,
                Suite = choice.Suite,
                Mode = options.Mode,
                InboundSpi = spi,
                OutboundSpi = choice.PeerSpi,
                Selectors = traffic.Selectors,
                Original = traffic.Original,
                InitiatorNonce = InitiatorNonce,
                ResponderNonce = ResponderNonce,
            }, choice, secret, value);
        }
    }

    private ChildOutcome Accept(ChildAgreement agreement, ChildChoice choice, SecretBytes? secret, byte[] value)
    {
        // Who rekeys can receive only after our answer has come; until it shows that, we send on the old pair (RFC 7296 §2.8).
        bool usesOutbound = Replaced is null;
        var answer = new List<IkePayload>();
        if (agreement.Mode == SaMode.Transport)
        {
            answer.Add(new NotifyPayload(NotifyType.UseTransportMode));
        }

        answer.Add(choice.Answer(agreement.InboundSpi));
        if (!IsInAuth)
        {
            answer.Add(new NoncePayload(ResponderNonce));
        }

        if (choice.Suite.KeyExchange is { } method)
        {
            answer.Add(new KePayload((ushort)method.Id, value));
        }

        (TsPayload initiator, TsPayload responder) = agreement.Selectors.ToPayloads(isInitiator: false);
        answer.Add(initiator);
        answer.Add(responder);
        return new ChildOutcome
        {
            Child = agreement.ToChild() with { UsesOutbound = usesOutbound },
            Pair = agreement.ToPair(Sa, secret, Path, usesOutbound, Replaced?.InboundSpi),
            Answer = answer,
        };
    }

    private IkeStep Step => Replaced is null ? IkeStep.NewChild : IkeStep.RekeyChild;

    private IkeFailure BadValue(ChildOptions options, string problem) =>
        ProposalFailures.BadValue(Step, Connection, problem).About(options);

    /// <summary>What a pair is to carry.</summary>
    private readonly record struct Traffic(ChildSelectors Selectors, OriginalAddresses? Original);
}
