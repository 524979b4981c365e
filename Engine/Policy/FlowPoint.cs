using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>A flow as a point of the space that classifier trees cut up: one number for each <see cref="FlowDimension"/>.</summary>
[InlineArray(Dimensions)]
internal struct FlowPoint
{
    /// <summary>How many dimensions the space has.</summary>
    public const int Dimensions = 5;

    [SuppressMessage("Minor Code Smell", "IDE0044", Justification = "The runtime repeats the field; it is written by its index.")]
    private UInt128 _coordinate;

    /// <summary>Where the flow lies; ports that are not shown are 0, whatever the key says.</summary>
    public static FlowPoint Of(in FlowKey flow)
    {
        FlowPoint point = default;
        point[(int)FlowDimension.Source] = new UInt128(flow.SourceHigh, flow.SourceLow);
        point[(int)FlowDimension.Destination] = new UInt128(flow.DestinationHigh, flow.DestinationLow);
        point[(int)FlowDimension.Protocol] = flow.Protocol;
        if (flow.HasPorts)
        {
            point[(int)FlowDimension.SourcePort] = flow.SourcePort;
            point[(int)FlowDimension.DestinationPort] = flow.DestinationPort;
        }

        return point;
    }
}
