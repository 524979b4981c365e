namespace Pipeline.Engine.Policy;

/// <summary>One way to cut a region of a <see cref="ClassifierTree"/> in two.</summary>
/// <param name="Dimension">Across which dimension.</param>
/// <param name="Threshold">The last number of the lower half.</param>
/// <param name="Lower">How many filters reach into the lower half.</param>
/// <param name="Upper">How many filters reach into the upper half.</param>
internal readonly record struct ClassifierCut(FlowDimension Dimension, UInt128 Threshold, int Lower, int Upper)
{
    // Bounds on what one cut costs to choose; more of either makes building slower, and trees a little flatter.
    private const int MostSamples = 256;
    private const int MostThresholds = 7;

    /// <summary>Finds the cut with the smallest larger half and few copies.</summary>
    /// <param name="boxes">The boxes of all filters.</param>
    /// <param name="filters">The numbers of those that reach the region.</param>
    /// <param name="region">What is cut.</param>
    /// <param name="copiesLeft">How many copies the cut may make.</param>
    /// <returns>Null when no cut makes both halves smaller than the whole.</returns>
    public static ClassifierCut? Choose(FilterBox[] boxes, int[] filters, FilterBox region, long copiesLeft)
    {
        ClassifierCut? best = null;
        long bestCost = long.MaxValue;
        for (FlowDimension dimension = 0; (int)dimension < FlowPoint.Dimensions; dimension++)
        {
            foreach (ClassifierCut cut in Candidates(boxes, filters, dimension, region[dimension]))
            {
                int copies = cut.CopiesOf(filters.Length);
                long cost = (4L * Math.Max(cut.Lower, cut.Upper)) + copies;
                if (cost < bestCost && copies <= copiesLeft && Math.Max(cut.Lower, cut.Upper) < filters.Length)
                {
                    (best, bestCost) = (cut, cost);
                }
            }
        }

        return best;
    }

    /// <summary>How many of <paramref name="filterCount"/> filters are on both sides.</summary>
    public int CopiesOf(int filterCount) => Lower + Upper - filterCount;

    private static ClassifierCut[] Candidates(FilterBox[] boxes, int[] filters, FlowDimension dimension, Interval side)
    {
        UInt128[] thresholds = Thresholds(boxes, filters, dimension, side);
        if (thresholds.Length == 0)
        {
            return [];
        }

        Span<int> lower = stackalloc int[MostThresholds];
        Span<int> upper = stackalloc int[MostThresholds];
        foreach (int filter in filters)
        {
            Interval box = boxes[filter][dimension];
            for (int index = 0; index < thresholds.Length; index++)
            {
                lower[index] += box.First <= thresholds[index] ? 1 : 0;
                upper[index] += box.Last > thresholds[index] ? 1 : 0;
            }
        }

        var cuts = new ClassifierCut[thresholds.Length];
        for (int index = 0; index < cuts.Length; index++)
        {
            cuts[index] = new ClassifierCut(dimension, thresholds[index], lower[index], upper[index]);
        }

        return cuts;
    }

    /// <summary>A few places where boxes begin or end inside a side, at even distances in their order.</summary>
    private static UInt128[] Thresholds(FilterBox[] boxes, int[] filters, FlowDimension dimension, Interval side)
    {
        int step = Math.Max(1, filters.Length / MostSamples);
        var ends = new List<UInt128>();
        for (int index = 0; index < filters.Length; index += step)
        {
            Interval box = boxes[filters[index]][dimension];
            if (box.First > side.First)
            {
                ends.Add(box.First - UInt128.One);
            }

            if (box.Last < side.Last)
            {
                ends.Add(box.Last);
            }
        }

        UInt128[] distinct = [.. ends.Distinct().Order()];
        return distinct.Length <= MostThresholds
            ? distinct
            : [.. Enumerable.Range(1, MostThresholds).Select(part => distinct[part * distinct.Length / (MostThresholds + 1)])];
    }
}
