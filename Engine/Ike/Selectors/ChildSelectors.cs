using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Selectors;

/// <summary>The traffic of a Child SA as this gateway sees it: any selector of our side with any of the peer's (RFC 7296 §2.9).</summary>
/// <param name="Local">Hosts on our side; preferred ones first.</param>
/// <param name="Remote">Hosts on the peer's side.</param>
public sealed record ChildSelectors(ValueList<TsSelector> Local, ValueList<TsSelector> Remote)
{
    /// <summary>All traffic of both families.</summary>
    public static ChildSelectors Any { get; } = new(AnyAddress, AnyAddress);

    /// <summary>Selectors that take every address of both families.</summary>
    public static ValueList<TsSelector> AnyAddress => [TsSelector.Of(AddressRange.AnyIpv4), TsSelector.Of(AddressRange.AnyIpv6)];

    /// <summary>True when one side is empty: no traffic at all.</summary>
    public bool IsEmpty => Local.Count == 0 || Remote.Count == 0;

    /// <summary>The selectors of an exchange.</summary>
    /// <param name="initiator">TSi.</param>
    /// <param name="responder">TSr.</param>
    /// <param name="isInitiator">True when we began the exchange, so that TSi is ours.</param>
    public static ChildSelectors Of(TsPayload initiator, TsPayload responder, bool isInitiator)
    {
        ArgumentNullException.ThrowIfNull(initiator);
        ArgumentNullException.ThrowIfNull(responder);
        return isInitiator
            ? new ChildSelectors(initiator.Selectors, responder.Selectors)
            : new ChildSelectors(responder.Selectors, initiator.Selectors);
    }

    /// <summary>The packet that began a negotiation, as the first, very specific selectors of an offer (RFC 7296 §2.9).</summary>
    /// <param name="flow">An outbound flow: its source is on our side.</param>
    public static ChildSelectors Of(in FlowKey flow)
    {
        // A message type has no direction, and stands on both sides: see SelectorPairs.
        PortRange local = PortsOf(flow, flow.SourcePort);
        PortRange remote = PortsOf(flow, flow.HasMessageType ? flow.SourcePort : flow.DestinationPort);
        return new ChildSelectors(
            [TsSelector.Of(AddressRange.Of(flow.Source), flow.Protocol, local)],
            [TsSelector.Of(AddressRange.Of(flow.Destination), flow.Protocol, remote)]);
    }

    /// <summary>The same traffic as the peer sees it.</summary>
    public ChildSelectors Reversed => new(Remote, Local);

    /// <summary>TSi and TSr of an exchange.</summary>
    /// <param name="isInitiator">True when we began the exchange, so that TSi is ours.</param>
    public (TsPayload Initiator, TsPayload Responder) ToPayloads(bool isInitiator)
    {
        ChildSelectors view = isInitiator ? this : Reversed;
        return (new TsPayload(PayloadType.TsInitiator, view.Local), new TsPayload(PayloadType.TsResponder, view.Remote));
    }

    /// <summary>Both sides, for logs.</summary>
    public override string ToString() => $"{SelectorText.Of(Local)} to {SelectorText.Of(Remote)}";

    private static PortRange PortsOf(in FlowKey flow, ushort port)
    {
        if (flow.HasPorts)
        {
            return PortRange.Of(port);
        }

        // Protocols without ports have nothing to say here; a fragment of one that has them is opaque.
        return IpProtocol.HasPorts(flow.Protocol) ? PortRange.Opaque : PortRange.Any;
    }
}
