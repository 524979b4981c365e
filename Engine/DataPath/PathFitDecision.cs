namespace Pipeline.Engine.DataPath;

/// <summary>What to do with a packet whose protected form may not fit the path.</summary>
internal enum PathFitDecision
{
    /// <summary>Protect it as it is; what leaves is fragmented if it does not fit.</summary>
    Protect,

    /// <summary>Fragment it first, then protect each piece.</summary>
    SplitFirst,

    /// <summary>Drop it and tell its sender.</summary>
    Refuse,
}
