using Pipeline.Crypto;
using Pipeline.Engine.Ike.Explanation;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>Takes a peer's answer to a <see cref="ChildOffer"/>, in IKE_AUTH and in CREATE_CHILD_SA alike.</summary>
/// <param name="Sa">The IKE SA.</param>
/// <param name="Connection">Whose child it is.</param>
/// <param name="Offer">What we asked for.</param>
/// <param name="Replaced">The pair that is rekeyed; null for a new one.</param>
internal sealed record ChildInitiator(IkeSaParameters Sa, ConnectionOptions Connection, ChildOffer Offer, ChildSa? Replaced)
{
    /// <summary>Checks the answer and makes the pair.</summary>
    /// <param name="reply">The response.</param>
    /// <param name="responderNonce">Nr; in IKE_AUTH that of IKE_SA_INIT.</param>
    /// <param name="path">Outer addresses.</param>
    internal ChildOutcome Accept(IkeMessage reply, Octets responderNonce, IkePath path)
    {
        if (reply.Find<SaPayload>() is not { } answer
            || reply.Find<TsPayload>(PayloadType.TsInitiator) is not { } local
            || reply.Find<TsPayload>(PayloadType.TsResponder) is not { } remote)
        {
            return Refused(Notices.ErrorOf(reply));
        }

        if (ChildChoice.TryAccept(answer, Offer.Proposals, out string problem) is not { } choice)
        {
            return Refuse(ProposalFailures.WrongChoice(Step, Connection, problem));
        }

        // RFC 7296 §1.3.1: whoever wanted transport mode decides whether tunnel mode will do. Here it will not.
        bool isTransport = reply.Find(NotifyType.UseTransportMode) is not null;
        if (isTransport != (Offer.Options.Mode == SaMode.Transport))
        {
            return Refuse(ChildFailures.Mode(Step, Connection, Offer.Options));
        }

        ChildSelectors answered = ChildSelectors.Of(local, remote, isInitiator: true);
        OriginalAddresses? original = null;
        if (isTransport)
        {
            answered = TransportSelectors.Substitute(answered, path, Sa.Nat, out original);
        }

        if (SelectorChoice.TryAccept(answered, Offer.Selectors, out problem) is not { } selectors)
        {
            return Refuse(ChildFailures.WrongSelectors(Step, Connection, Offer.Options, problem));
        }

        return TryFinish(choice, reply, out SecretBytes? secret)
            ? Make(choice, secret, selectors, original, responderNonce, path)
            : Refuse(ProposalFailures.BadValue(Step, Connection, "the peer's public value is missing, or not good"));
    }

    /// <summary>The answer has no pair.</summary>
    /// <param name="error">What it has instead; null when it has nothing that we understand.</param>
    internal ChildOutcome Refused(NotifyPayload? error) => new()
    {
        Failure = Named(error switch
        {
            null => MessageFailures.Incomplete(Step, Connection, "the answer lacks SA, nonce, TSi or TSr"),
            { Notify: NotifyType.NoProposalChosen } => ProposalFailures.ByPeer(Step, Connection, Offer.Options, Offer.Proposals),
            _ => ChildFailures.ByPeer(Step, Connection, Offer.Options, Offer.Selectors, error),
        }),
    };

    private bool TryFinish(ChildChoice choice, IkeMessage reply, out SecretBytes? secret)
    {
        secret = null;
        if (choice.Suite.KeyExchange is not { } method)
        {
            return true;
        }

        return Offer.Method == method
            && reply.Find<KePayload>() is { } key
            && key.Method == method.Id
            && Offer.Exchange!.TryFinish(key.Value.Span, out secret);
    }

    private ChildOutcome Make(
        ChildChoice choice,
        SecretBytes? secret,
        ChildSelectors selectors,
        OriginalAddresses? original,
        Octets responderNonce,
        IkePath path)
    {
        var agreement = new ChildAgreement
        {
            Options = Offer.Options,
            IsInitiator = true,
            Suite = choice.Suite,
            Mode = Offer.Options.Mode,
            InboundSpi = Offer.InboundSpi,
            OutboundSpi = choice.PeerSpi,
            Selectors = selectors,
            Original = original,
            InitiatorNonce = Offer.Nonce,
            ResponderNonce = responderNonce,
        };
        using (secret)
        {
            return new ChildOutcome
            {
                Child = agreement.ToChild(),
                Pair = agreement.ToPair(Sa, secret, path, usesOutbound: true, Replaced?.InboundSpi),
            };
        }
    }

    private IkeStep Step => Replaced is null ? IkeStep.NewChild : IkeStep.RekeyChild;

    private ChildOutcome Refuse(IkeFailure failure) => new() { Failure = Named(failure), MustDelete = true };

    private IkeFailure Named(IkeFailure failure) => failure.About(Offer.Options);
}
