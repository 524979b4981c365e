using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.V2;

/// <summary>Asks an initiator to show that it is where it says it is, before anything is remembered of it (RFC 7296 §2.6).</summary>
public static class CookieExchange
{
    /// <summary>Looks at a first request.</summary>
    /// <param name="guard">Makes cookies and knows them again.</param>
    /// <param name="request">A request of IKE_SA_INIT.</param>
    /// <param name="source">Where it came from.</param>
    /// <returns>The answer to send, <c>HDR, N(COOKIE)</c>; empty to drop it; null when it has a good cookie and may go on.</returns>
    public static byte[]? Challenge(CookieGuard guard, IkeMessage request, IpAddress source)
    {
        ArgumentNullException.ThrowIfNull(guard);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Find<NoncePayload>() is not { } nonce)
        {
            return [];
        }

        if (request.Find(NotifyType.Cookie) is { } cookie && guard.Accepts(cookie.Content, nonce.Nonce, source, request.InitiatorSpi))
        {
            return null;
        }

        var answer = new IkeMessage
        {
            InitiatorSpi = request.InitiatorSpi,
            Exchange = ExchangeType.IkeSaInit,
            IsResponse = true,
            Payloads = [new NotifyPayload(NotifyType.Cookie, guard.Make(nonce.Nonce, source, request.InitiatorSpi))],
        };
        return answer.Write();
    }
}
