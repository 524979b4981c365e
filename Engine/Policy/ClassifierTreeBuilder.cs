namespace Pipeline.Engine.Policy;

/// <summary>Builds one <see cref="ClassifierTree"/>, from the root down.</summary>
/// <remarks>
/// A filter that lies on both sides of a cut is copied. The copies are bounded, and so are memory and time: a policy whose
/// filters overlap too much for that gets longer leaves, so that a look-up costs more and still answers right.
/// </remarks>
internal sealed class ClassifierTreeBuilder
{
    /// <summary>Leaves of so many filters are not cut any further: asking them costs less than going deeper.</summary>
    public const int LeafCapacity = 8;

    private const int MaxDepth = 64;
    private const int MaxCopiesPerFilter = 32;
    private const int FreeCopies = 1024;

    private readonly FilterBox[] _boxes;
    private readonly List<ClassifierTree.Node> _nodes = [];
    private readonly List<int> _leaves = [];

    private ClassifierTreeBuilder(FilterBox[] boxes)
    {
        _boxes = boxes;
    }

    /// <summary>Builds the tree of some filters of a policy.</summary>
    /// <param name="boxes">The boxes of all filters.</param>
    /// <param name="filters">The numbers of those of the tree, ascending.</param>
    /// <param name="everything">The region of the root: every flow that is looked up.</param>
    public static ClassifierTree Build(FilterBox[] boxes, int[] filters, FilterBox everything)
    {
        var builder = new ClassifierTreeBuilder(boxes);
        builder._nodes.Add(default);
        builder.Fill(0, new Part(filters, everything, FreeCopies + ((long)MaxCopiesPerFilter * filters.Length), MaxDepth));
        return new ClassifierTree([.. builder._nodes], [.. builder._leaves]);
    }

    private void Fill(int node, Part part)
    {
        int[] filters = Reachable(part);
        if (filters.Length <= LeafCapacity || part.DepthLeft == 0
            || ClassifierCut.Choose(_boxes, filters, part.Region, part.CopiesLeft) is not { } cut)
        {
            _nodes[node] = ClassifierTree.Node.Leaf(_leaves.Count, filters.Length);
            _leaves.AddRange(filters);
            return;
        }

        int children = _nodes.Count;
        _nodes.AddRange([default, default]);
        _nodes[node] = ClassifierTree.Node.Question(cut.Dimension, cut.Threshold, children);

        long copiesLeft = part.CopiesLeft - cut.CopiesOf(filters.Length);
        long lowerCopies = copiesLeft * cut.Lower / (cut.Lower + cut.Upper);
        Interval side = part.Region[cut.Dimension];
        Fill(children, Half(side with { Last = cut.Threshold }, lowerCopies));
        Fill(children + 1, Half(side with { First = cut.Threshold + UInt128.One }, copiesLeft - lowerCopies));

        Part Half(Interval half, long copies) => new(
            Array.FindAll(filters, filter => _boxes[filter][cut.Dimension] is var box && box.First <= half.Last && box.Last >= half.First),
            part.Region.With(cut.Dimension, half),
            copies,
            part.DepthLeft - 1);
    }

    /// <summary>The filters up to the first that takes all of the region.</summary>
    private int[] Reachable(Part part)
    {
        int last = Array.FindIndex(part.Filters, filter => _boxes[filter].Decides(part.Region));
        return last < 0 ? part.Filters : part.Filters[..(last + 1)];
    }

    /// <summary>What is still to be made into a node.</summary>
    /// <param name="Filters">The filters whose boxes reach the region, ascending.</param>
    /// <param name="Region">The flows that come to the node.</param>
    /// <param name="CopiesLeft">How many copies of filters the node and all below may make.</param>
    /// <param name="DepthLeft">How many levels may follow.</param>
    private readonly record struct Part(int[] Filters, FilterBox Region, long CopiesLeft, int DepthLeft);
}
