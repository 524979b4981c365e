using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>Finds the first filter that takes a flow of one address family, in a time that hardly depends on their number.</summary>
/// <remarks>
/// One <see cref="ClassifierTree"/> for each of four kinds of filters: from a few addresses or from many, to a few or to many. In
/// one tree "from a few to any" and "from any to a few" would cut each other to pieces, their number multiplied.
/// </remarks>
internal sealed class FlowClassifier
{
    /// <summary>The answer when no filter takes the flow.</summary>
    public const int NoFilter = int.MaxValue;

    // "A few addresses" share at least so many bits: at most a /16 or a /48.
    private const int FewIpv4 = 1 << 16;
    private static readonly UInt128 FewIpv6 = UInt128.One << 80;

    private readonly CompiledSelector[] _compiled;
    private readonly Group[] _groups;

    /// <param name="selectors">All filters of the policy, the first to be asked first.</param>
    /// <param name="compiled">The same, as packets are compared with them.</param>
    /// <param name="isIpv6">The family of the flows.</param>
    public FlowClassifier(TrafficSelector[] selectors, CompiledSelector[] compiled, bool isIpv6)
    {
        _compiled = compiled;
        FilterBox[] boxes = Array.ConvertAll(selectors, selector => FilterBox.Of(selector, isIpv6));
        int[] filters = [.. Enumerable.Range(0, selectors.Length).Where(filter => compiled[filter].TakesFamily(isIpv6))];
        _groups =
        [
            .. filters
                .GroupBy(filter => filters.Length <= ClassifierTreeBuilder.LeafCapacity ? default : KindOf(boxes[filter], isIpv6))
                .Select(kind => new Group(kind.First(), Build(boxes, [.. kind], isIpv6)))
                .OrderBy(group => group.FirstFilter),
        ];
    }

    /// <summary>The most filters that one look-up examines.</summary>
    public int MostExamined => _groups.Sum(group => group.Tree.LongestLeaf);

    /// <summary>The most nodes that one look-up walks through.</summary>
    public int MostVisited => _groups.Sum(group => group.Tree.Height);

    /// <summary>Finds the first filter that takes a flow; never allocates.</summary>
    /// <returns>The filter's number, or <see cref="NoFilter"/>.</returns>
    public int Find(in FlowKey flow)
    {
        FlowPoint point = FlowPoint.Of(flow);
        int best = NoFilter;
        foreach (ref readonly Group group in _groups.AsSpan())
        {
            if (group.FirstFilter > best)
            {
                break;
            }

            best = group.Tree.Find(point, flow, _compiled, best);
        }

        return best;
    }

    private static ClassifierTree Build(FilterBox[] boxes, int[] filters, bool isIpv6) =>
        ClassifierTreeBuilder.Build(boxes, filters, FilterBox.Everything(isIpv6));

    private static (bool FromFew, bool ToFew) KindOf(FilterBox box, bool isIpv6)
    {
        UInt128 few = isIpv6 ? FewIpv6 : FewIpv4;
        return (IsFew(box[FlowDimension.Source]), IsFew(box[FlowDimension.Destination]));

        bool IsFew(Interval side) => side.Last - side.First < few;
    }

    private readonly record struct Group(int FirstFilter, ClassifierTree Tree);
}
