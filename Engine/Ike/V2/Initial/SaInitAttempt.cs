using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Proposals;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>What an initiator puts into IKE_SA_INIT, and keeps when it has to ask again (RFC 7296 §2.6, §1.2).</summary>
internal sealed record SaInitAttempt
{
    /// <summary>With whom and how.</summary>
    internal required ConnectionOptions Connection { get; init; }

    /// <summary>Where the peer is.</summary>
    internal required IkePath Path { get; init; }

    /// <summary>Our SPI; the same in every attempt.</summary>
    internal required ulong InitiatorSpi { get; init; }

    /// <summary>Ni; the same in every attempt, because a cookie is bound to it.</summary>
    internal required Octets Nonce { get; init; }

    /// <summary>The key exchange method of the KE payload.</summary>
    internal required KeyExchangeMethod Method { get; init; }

    /// <summary>Our half of it.</summary>
    internal required InitiatedExchange Exchange { get; init; }

    /// <summary>What the responder wants to see again; null until it asked.</summary>
    internal Octets? Cookie { get; init; }

    /// <summary>How often the request was changed: by a cookie, or by another method.</summary>
    internal int Changes { get; init; }

    /// <summary>The methods that a connection offers, in order of preference.</summary>
    internal static IEnumerable<KeyExchangeMethod> MethodsOf(ConnectionOptions connection) => connection.Proposals
        .SelectMany(proposal => proposal.Of(TransformType.KeyExchange))
        .Select(algorithm => KeyExchangeCatalog.TryFind(algorithm.Id, out KeyExchangeMethod method) ? method : null)
        .OfType<KeyExchangeMethod>()
        .Distinct();

    /// <summary>The first attempt.</summary>
    internal static SaInitAttempt Begin(ConnectionOptions connection, IkePath path, KeyExchangeMethod method, IkeMeans means) => new()
    {
        Connection = connection,
        Path = path,
        InitiatorSpi = means.Spis.NextIkeSpi(),
        Nonce = means.Nonce(),
        Method = method,
        Exchange = method.Initiate(means.Random),
    };

    /// <summary>The request: <c>HDR, [N(COOKIE),] SAi1, KEi, Ni, N, ...</c></summary>
    internal IkeMessage ToRequest(IkeMeans means)
    {
        var payloads = new List<IkePayload>();
        if (Cookie is { } cookie)
        {
            // RFC 7296 §2.6: the cookie comes first, so that it is found without reading the rest.
            payloads.Add(new NotifyPayload(NotifyType.Cookie, cookie));
        }

        payloads.Add(IkeChoice.Offer(Connection.Proposals));
        payloads.Add(new KePayload((ushort)Method.Id, new Octets(Exchange.PublicValue.ToArray())));
        payloads.Add(new NoncePayload(Nonce));
        payloads.AddRange(InitialNotices.Of(InitiatorSpi, responderSpi: 0, Path, Connection, means));
        return new IkeMessage
        {
            InitiatorSpi = InitiatorSpi,
            Exchange = ExchangeType.IkeSaInit,
            IsFromInitiator = true,
            Payloads = [.. payloads],
        };
    }
}
