using System.Globalization;
using System.Text;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>Ranges that contain <see cref="FlowKey"/>s: what a policy or an SA applies to (RFC 4301 §4.4.1.1).</summary>
/// <remarks>Everything that is not set is "any".</remarks>
public sealed record TrafficSelector
{
    /// <summary>Contains every flow of both families.</summary>
    public static TrafficSelector Any { get; } = new();

    /// <summary>Source addresses; null for any.</summary>
    public AddressRange? Source { get; init; }

    /// <summary>Destination addresses; null for any.</summary>
    public AddressRange? Destination { get; init; }

    /// <summary>Upper-layer protocol; null for any.</summary>
    public byte? Protocol { get; init; }

    /// <summary>Source ports. Anything but <see cref="PortRange.Any"/> contains no ICMP flow.</summary>
    public PortRange SourcePorts { get; init; } = PortRange.Any;

    /// <summary>Destination ports. Anything but <see cref="PortRange.Any"/> contains no ICMP flow.</summary>
    public PortRange DestinationPorts { get; init; } = PortRange.Any;

    /// <summary>
    /// Messages of ICMP, each as type * 256 + code, or of the IPv6 mobility header, each as type * 256. Anything but
    /// <see cref="PortRange.Any"/> contains no flow of other protocols.
    /// </summary>
    public PortRange IcmpTypes { get; init; } = PortRange.Any;

    /// <summary>True when it looks at ports or message types; it then contains no fragment but the first.</summary>
    public bool SelectsByPort =>
        SourcePorts != PortRange.Any || DestinationPorts != PortRange.Any || IcmpTypes != PortRange.Any;

    /// <summary>The selector of the answer's direction.</summary>
    public TrafficSelector Reversed => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePorts = DestinationPorts,
        DestinationPorts = SourcePorts,
    };

    /// <summary>True when the flow is inside every range.</summary>
    /// <remarks>A flow that does not show its ports is only inside "any" and "opaque" (RFC 4301 §4.4.1.1, §7).</remarks>
    public bool Contains(in FlowKey flow) =>
        (Protocol is not { } protocol || protocol == flow.Protocol) &&
        (Source is not { } source || source.Contains(flow.Source)) &&
        (Destination is not { } destination || destination.Contains(flow.Destination)) &&
        ContainsPorts(flow);

    /// <summary>For logs: <c>10.0.0.0/8 port any -&gt; any port 443 protocol 6</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendSide(text, Source, SourcePorts);
        text.Append(" -> ");
        AppendSide(text, Destination, DestinationPorts);
        text.Append(" protocol ");
        text.Append(Protocol?.ToString(CultureInfo.InvariantCulture) ?? "any");
        if (!IcmpTypes.IsAny)
        {
            text.Append(CultureInfo.InvariantCulture, $" messages {IcmpTypes}");
        }

        return text.ToString();
    }

    /// <summary>True when the ports, or the message type, are inside their ranges.</summary>
    internal bool ContainsPorts(in FlowKey flow)
    {
        if (flow.HasMessageType)
        {
            return SourcePorts.IsAny && DestinationPorts.IsAny && IcmpTypes.Contains(flow.SourcePort, isShown: true);
        }

        return SourcePorts.Contains(flow.SourcePort, flow.HasPorts) &&
            DestinationPorts.Contains(flow.DestinationPort, flow.HasPorts) &&
            IcmpTypes.Contains(0, isShown: false);
    }

    private static void AppendSide(StringBuilder text, AddressRange? addresses, PortRange ports)
    {
        string addressText = addresses?.ToString() ?? "any";
        text.Append(CultureInfo.InvariantCulture, $"{addressText} port {ports}");
    }
}
