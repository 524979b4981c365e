using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>The traffic of a quick mode: IDci and IDcr, one after the other (RFC 2409 §5.5).</summary>
internal static class QuickModeSelectors
{
    /// <summary>IDci and IDcr.</summary>
    /// <param name="selectors">One selector of each side.</param>
    /// <param name="isInitiator">True when we began the quick mode, so that IDci is ours.</param>
    internal static IReadOnlyList<IdPayload> ToPayloads(ChildSelectors selectors, bool isInitiator)
    {
        IdPayload local = ToPayload(selectors.Local[0]);
        IdPayload remote = ToPayload(selectors.Remote[0]);
        return isInitiator ? [local, remote] : [remote, local];
    }

    /// <summary>Reads them.</summary>
    /// <param name="message">A first or second message.</param>
    /// <param name="isInitiator">True when we began the quick mode.</param>
    /// <param name="path">Without them, the traffic is that between the two addresses.</param>
    /// <returns>Null when they name no addresses, or only one of the two is there.</returns>
    internal static ChildSelectors? TryRead(IsakmpMessage message, bool isInitiator, IkePath path)
    {
        IdPayload[] ids = [.. message.Payloads.OfType<IdPayload>()];
        if (ids.Length == 0)
        {
            return new ChildSelectors([TsSelector.Of(AddressRange.Of(path.Local.Address))], [TsSelector.Of(AddressRange.Of(path.Remote.Address))]);
        }

        if (ids.Length != 2 || Of(ids[0]) is not { } initiator || Of(ids[1]) is not { } responder)
        {
            return null;
        }

        return isInitiator ? new ChildSelectors([initiator], [responder]) : new ChildSelectors([responder], [initiator]);
    }

    /// <summary>One port, or any: an ID payload knows no ranges of ports.</summary>
    private static IdPayload ToPayload(TsSelector selector) =>
        IdPayload.Of(selector.Addresses, selector.Protocol, selector.Ports.First == selector.Ports.Last ? selector.Ports.First : (ushort)0);

    private static TsSelector? Of(IdPayload id) => id.TryAddresses(out AddressRange addresses)
        ? TsSelector.Of(addresses, id.Protocol, id.Port == 0 ? null : PortRange.Of(id.Port))
        : null;
}
