using System.Runtime.CompilerServices;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>Cuts the space of flows into regions that few filters reach; a look-up walks to its region and asks those.</summary>
/// <remarks>
/// HyperSplit (Qi, Xu, Yang, Xue and Li, "Packet Classification Algorithms: From Theory to Practice", INFOCOM 2009). Immutable.
/// </remarks>
internal sealed class ClassifierTree
{
    private readonly Node[] _nodes;
    private readonly int[] _filters;

    /// <param name="nodes">The root, then the two children of an inner node next to each other.</param>
    /// <param name="filters">The filters of all leaves, ascending in each.</param>
    public ClassifierTree(Node[] nodes, int[] filters)
    {
        (_nodes, _filters) = (nodes, filters);
        var depths = new int[nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            Node node = nodes[index];
            LongestLeaf = Math.Max(LongestLeaf, node.Count);
            Height = Math.Max(Height, depths[index] + 1);
            if (!node.IsLeaf)
            {
                // Children come behind their parent.
                depths[node.First] = depths[node.First + 1] = depths[index] + 1;
            }
        }
    }

    /// <summary>The most nodes that one look-up walks through.</summary>
    public int Height { get; }

    /// <summary>The most filters that one look-up examines.</summary>
    public int LongestLeaf { get; }

    /// <summary>Finds the first filter that takes a flow.</summary>
    /// <param name="point">Where the flow lies.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="selectors">All filters of the policy.</param>
    /// <param name="best">The first filter that is known to take the flow; later ones are not asked.</param>
    /// <returns>The number of the filter; <paramref name="best"/> when no earlier one takes it.</returns>
    public int Find(in FlowPoint point, in FlowKey flow, CompiledSelector[] selectors, int best)
    {
        ref readonly Node leaf = ref LeafOf(point);
        foreach (int filter in _filters.AsSpan(leaf.First, leaf.Count))
        {
            if (filter >= best)
            {
                break;
            }

            if (selectors[filter].Contains(flow))
            {
                return filter;
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly Node LeafOf(in FlowPoint point)
    {
        ref readonly Node node = ref _nodes[0];
        while (!node.IsLeaf)
        {
            // An index and no branch: the side is anyone's guess, and a wrong one costs more than the comparison.
            int side = point[(int)node.Dimension] > node.Threshold ? 1 : 0;
            node = ref _nodes[node.First + side];
        }

        return ref node;
    }

    /// <summary>A question, or a leaf.</summary>
    internal readonly struct Node
    {
        private const int Inner = -1;

        private Node(FlowDimension dimension, UInt128 threshold, int first, int count) =>
            (Dimension, Threshold, First, Count) = (dimension, threshold, first, count);

        /// <summary>The highest number that goes to the first child.</summary>
        public UInt128 Threshold { get; }

        /// <summary>What is compared.</summary>
        public FlowDimension Dimension { get; }

        /// <summary>The place of the first child, or of the first filter.</summary>
        public int First { get; }

        /// <summary>How many filters a leaf has; negative for a question.</summary>
        public int Count { get; }

        /// <summary>True when it has filters and no children.</summary>
        public bool IsLeaf => Count >= 0;

        /// <summary>A question whose children are at <paramref name="first"/> and behind it.</summary>
        public static Node Question(FlowDimension dimension, UInt128 threshold, int first) =>
            new(dimension, threshold, first, Inner);

        /// <summary>A leaf.</summary>
        public static Node Leaf(int first, int count) => new(default, default, first, count);
    }
}
