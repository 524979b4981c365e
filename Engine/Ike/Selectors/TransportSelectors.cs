using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>Transport mode behind a NAT: each end names itself by an address that the other end never sees (RFC 7296 §2.23.1).</summary>
/// <remarks>
/// Both ends do the same with what they receive: where the local side is behind a NAT, its selectors get the local address of the
/// IKE SA; where the remote side is, its selectors get the remote address. What stood there is kept: transport-mode checksums
/// are mended with it (RFC 3948 §3.1.2), and it is what a tunnel-mode answer must use.
/// </remarks>
public static class TransportSelectors
{
    /// <summary>Puts the addresses that the packets of the IKE SA show in place of those that a NAT hides.</summary>
    /// <param name="received">Selectors that came from the peer.</param>
    /// <param name="path">The IKE SA's addresses.</param>
    /// <param name="nat">Where NATs are; none leaves everything as it is.</param>
    /// <param name="original">What stood there; null when nothing was to be done.</param>
    /// <returns>The selectors that policy is asked about; those that came when a side names more than one address.</returns>
    public static ChildSelectors Substitute(ChildSelectors received, IkePath path, NatPresence nat, out OriginalAddresses? original)
    {
        ArgumentNullException.ThrowIfNull(received);
        original = null;
        if (nat == NatPresence.None
            || !TrySubstitute(received.Local, path.Local.Address, out ValueList<TsSelector> local, out IpAddress localOriginal)
            || !TrySubstitute(received.Remote, path.Remote.Address, out ValueList<TsSelector> remote, out IpAddress remoteOriginal))
        {
            return received;
        }

        original = new OriginalAddresses(remoteOriginal, localOriginal);
        return new ChildSelectors(
            nat.HasFlag(NatPresence.BehindNat) ? local : received.Local, nat.HasFlag(NatPresence.PeerBehindNat) ? remote : received.Remote);
    }

    /// <summary>Puts an address in place of the one that a side names.</summary>
    /// <param name="side">Selectors of one side.</param>
    /// <param name="address">What the packets of the IKE SA show for that side.</param>
    /// <param name="substituted">The same with that address; empty when refused.</param>
    /// <param name="original">The address that stood there.</param>
    /// <returns>False when the side does not name exactly one address, as transport mode must, or one of another family.</returns>
    internal static bool TrySubstitute(
        ValueList<TsSelector> side, IpAddress address, out ValueList<TsSelector> substituted, out IpAddress original)
    {
        (substituted, original) = ([], default);
        if (side.Count == 0 || !side[0].IsAddressRange)
        {
            return false;
        }

        IpAddress named = side[0].Addresses.First;
        if (named.IsIpv6 != address.IsIpv6
            || side.Any(selector => !selector.IsAddressRange || selector.Addresses != AddressRange.Of(named)))
        {
            return false;
        }

        original = named;
        substituted = [.. side.Select(selector => selector with { Addresses = AddressRange.Of(address) })];
        return true;
    }
}
