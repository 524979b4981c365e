using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>A part of the space of flows with one <see cref="Interval"/> for each <see cref="FlowDimension"/>: a filter, or a tree's region.</summary>
/// <remarks>
/// The box of a filter holds at least the flows that the filter takes, so that a tree that leaves the filter out where its box
/// is not never leaves out a match. It may hold more, such as flows without ports: the leaves ask the filter itself.
/// </remarks>
internal sealed class FilterBox
{
    private readonly Interval[] _sides;

    private FilterBox(Interval[] sides)
    {
        _sides = sides;
    }

    /// <summary>True when the filter takes every flow of the box.</summary>
    public bool IsExact { get; private init; }

    /// <summary>One side.</summary>
    public Interval this[FlowDimension dimension] => _sides[(int)dimension];

    /// <summary>The box of every flow of a family.</summary>
    public static FilterBox Everything(bool isIpv6) => Of(TrafficSelector.Any, isIpv6);

    /// <summary>The smallest box around the flows of one family that a selector takes.</summary>
    public static FilterBox Of(TrafficSelector selector, bool isIpv6)
    {
        return new FilterBox(
        [
            SideOf(selector.Source, isIpv6),
            SideOf(selector.Destination, isIpv6),
            selector.Protocol is { } protocol ? new Interval(protocol, protocol) : Interval.AnyProtocol,
            Interval.Of(selector.SourcePorts),
            Interval.Of(selector.DestinationPorts),
        ])
        {
            IsExact = !selector.SelectsByPort,
        };
    }

    /// <summary>This box with another side.</summary>
    public FilterBox With(FlowDimension dimension, Interval side)
    {
        Interval[] sides = [.. _sides];
        sides[(int)dimension] = side;
        return new FilterBox(sides);
    }

    /// <summary>True when the filter takes every flow of <paramref name="region"/>, so that no later filter has a say there.</summary>
    public bool Decides(FilterBox region)
    {
        bool covers = IsExact;
        for (int dimension = 0; covers && dimension < FlowPoint.Dimensions; dimension++)
        {
            covers = _sides[dimension].Covers(region._sides[dimension]);
        }

        return covers;
    }

    private static Interval SideOf(AddressRange? range, bool isIpv6) =>
        range is { } some ? new Interval(some.First.Value, some.Last.Value) : Interval.AnyAddress(isIpv6);
}
