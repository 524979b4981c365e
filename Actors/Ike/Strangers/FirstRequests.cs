using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>The door for strangers: counts who is half open, and asks for cookies when there are many (RFC 7296 §2.6).</summary>
/// <param name="around">The gateway around it.</param>
internal sealed class FirstRequests(IkeSurroundings around) : IDisposable
{
    private readonly HalfOpenTable _halfOpen = new(around.Limits);
    private readonly CookieGuard _cookies = new(around.Random);

    /// <summary>IKE SAs whose peer is not authenticated yet.</summary>
    public int HalfOpenCount => _halfOpen.Count;

    /// <summary>Decides about a first request; one that is welcome is counted as half open.</summary>
    /// <param name="arrived">The request.</param>
    /// <param name="version">Which IKE it speaks. IKEv1 has no cookies before state: when they are wanted, its requests are refused.</param>
    /// <param name="hasRoom">False when there are as many IKE SAs as may be.</param>
    public FirstRequestFate Judge(IkeArrived arrived, IkeVersion version, bool hasRoom)
    {
        if (_halfOpen.WantsCookies && (version == IkeVersion.V1 || !HasCookie(arrived)))
        {
            return version == IkeVersion.V1 ? FirstRequestFate.Refused : FirstRequestFate.NeedsCookie;
        }

        return hasRoom && _halfOpen.TryAdd(arrived.Path.Remote.Address) ? FirstRequestFate.Welcome : FirstRequestFate.Refused;
    }

    /// <summary>Counts one out: it is established, or ended.</summary>
    public void Leave(in IpAddress address) => _halfOpen.Remove(address);

    /// <summary>Changes the secret of cookies; those that were just made stay good.</summary>
    public void Rotate() => _cookies.Rotate();

    /// <summary>Erases the secrets.</summary>
    public void Dispose() => _cookies.Dispose();

    /// <summary>Looks for the cookie that proves an address, and sends one where there is none. Nothing is remembered.</summary>
    private bool HasCookie(IkeArrived arrived)
    {
        if (!IkeMessage.TryRead(arrived.Datagram, out IkeMessage request, out IkeReadFailure _))
        {
            return false;
        }

        byte[]? challenge = CookieExchange.Challenge(_cookies, request, arrived.Path.Remote.Address);
        if (challenge is { Length: > 0 })
        {
            around.Transport.Send(arrived.Path, challenge);
        }

        return challenge is null;
    }
}
