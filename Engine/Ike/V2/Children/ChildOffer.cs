using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>What we have asked for as initiator of an exchange that makes a pair of Child SAs.</summary>
internal sealed record ChildOffer
{
    /// <summary>What it is for.</summary>
    internal required ChildOptions Options { get; init; }

    /// <summary>Suites offered, in this order.</summary>
    internal required IReadOnlyList<ChildProposal> Proposals { get; init; }

    /// <summary>Our SPI.</summary>
    internal required uint InboundSpi { get; init; }

    /// <summary>TSi and TSr.</summary>
    internal required ChildSelectors Selectors { get; init; }

    /// <summary>Ni of CREATE_CHILD_SA; in IKE_AUTH that of IKE_SA_INIT.</summary>
    internal required Octets Nonce { get; init; }

    /// <summary>The method of the KE payload; null without one.</summary>
    internal KeyExchangeMethod? Method { get; init; }

    /// <summary>Our half of the key exchange; null without one.</summary>
    internal InitiatedExchange? Exchange { get; init; }

    /// <summary>An offer for IKE_AUTH, where no key exchange is possible (RFC 7296 §1.2).</summary>
    internal static ChildOffer ForAuth(ChildOptions options, Octets nonce, IkePath path, IkeMeans means) =>
        Make(options, [.. options.Proposals.Select(proposal => proposal.WithoutKeyExchange)], nonce, trigger: null, path, means);

    /// <summary>An offer for CREATE_CHILD_SA.</summary>
    /// <param name="options">What it is for.</param>
    /// <param name="method">The key exchange method of the KE payload; null for the first that is offered.</param>
    /// <param name="trigger">The packet that is waiting; null for none.</param>
    /// <param name="path">For selectors that are our addresses.</param>
    /// <param name="means">Nonce, private key and SPI.</param>
    internal static ChildOffer ForCreate(
        ChildOptions options, KeyExchangeMethod? method, ChildSelectors? trigger, IkePath path, IkeMeans means)
    {
        KeyExchangeMethod? chosen = method ?? MethodsOf(options).FirstOrDefault();
        return Make(options, options.Proposals, means.Nonce(), trigger, path, means) with
        {
            Method = chosen,
            Exchange = chosen?.Initiate(means.Random),
        };
    }

    /// <summary>The methods that a child offers, in order of preference; none without perfect forward secrecy.</summary>
    internal static IEnumerable<KeyExchangeMethod> MethodsOf(ChildOptions options) => options.Proposals
        .SelectMany(proposal => proposal.Of(TransformType.KeyExchange))
        .Select(algorithm => KeyExchangeCatalog.TryFind(algorithm.Id, out KeyExchangeMethod method) ? method : null)
        .OfType<KeyExchangeMethod>()
        .Distinct();

    /// <summary><c>[N(USE_TRANSPORT_MODE),] SA, [Ni, [KEi,]] TSi, TSr</c></summary>
    /// <param name="withNonce">True in CREATE_CHILD_SA.</param>
    internal IEnumerable<IkePayload> Payloads(bool withNonce)
    {
        if (Options.Mode == SaMode.Transport)
        {
            yield return new NotifyPayload(NotifyType.UseTransportMode);
        }

        yield return ChildChoice.Offer(Proposals, InboundSpi);
        if (withNonce)
        {
            yield return new NoncePayload(Nonce);
        }

        if (Exchange is not null)
        {
            yield return new KePayload((ushort)Method!.Id, Octets.Copy(Exchange.PublicValue.Span));
        }

        (TsPayload initiator, TsPayload responder) = Selectors.ToPayloads(isInitiator: true);
        yield return initiator;
        yield return responder;
    }

    private static ChildOffer Make(
        ChildOptions options, IReadOnlyList<ChildProposal> proposals, Octets nonce, ChildSelectors? trigger, IkePath path, IkeMeans means)
    {
        SaProtocol protocol = proposals[0].Protocol == ProtocolId.Ah ? SaProtocol.Ah : SaProtocol.Esp;
        return new ChildOffer
        {
            Options = options,
            Proposals = proposals,
            InboundSpi = means.Spis.NextChildSpi(protocol),
            Selectors = SelectorChoice.Offer(HostSelectors.Or(options.Selectors, path), trigger),
            Nonce = nonce,
        };
    }
}
