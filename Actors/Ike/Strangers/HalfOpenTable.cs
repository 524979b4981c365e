using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>Counts half-open IKE SAs, in total and by address, and decides about the next (RFC 7296 §2.6).</summary>
/// <remarks>No larger than its own bound: an address is forgotten with its last half-open IKE SA.</remarks>
/// <param name="limits">The bounds.</param>
internal sealed class HalfOpenTable(IkeLimits limits)
{
    private readonly Dictionary<IpAddress, int> _byAddress = [];

    /// <summary>Half-open IKE SAs.</summary>
    public int Count { get; private set; }

    /// <summary>True when first requests must prove that their address is real.</summary>
    public bool WantsCookies => Count >= limits.CookieThreshold;

    /// <summary>Counts one in.</summary>
    /// <returns>False, and nothing changed, when there are too many.</returns>
    public bool TryAdd(in IpAddress address)
    {
        int sameAddress = _byAddress.GetValueOrDefault(address);
        if (Count >= limits.HalfOpen || sameAddress >= limits.HalfOpenPerAddress)
        {
            return false;
        }

        _byAddress[address] = sameAddress + 1;
        Count++;
        return true;
    }

    /// <summary>Counts one out: it is established, or ended.</summary>
    public void Remove(in IpAddress address)
    {
        if (!_byAddress.TryGetValue(address, out int sameAddress))
        {
            return;
        }

        Count--;
        if (sameAddress == 1)
        {
            _byAddress.Remove(address);
        }
        else
        {
            _byAddress[address] = sameAddress - 1;
        }
    }
}
