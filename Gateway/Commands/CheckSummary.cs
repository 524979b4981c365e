namespace Pipeline.Gateway.Commands;

/// <summary>What <c>check</c> found; also the shape of its JSON. With errors the counts are 0.</summary>
internal sealed record CheckSummary
{
    /// <summary>True when every file is right.</summary>
    public required bool Valid { get; init; }

    /// <summary>Shards; 0 for one for each processor, or when only an SA file was checked.</summary>
    public int Shards { get; init; }

    /// <summary>SAs with keys set by hand.</summary>
    public int SecurityAssociations { get; init; }

    /// <summary>Rules of the policy.</summary>
    public int Rules { get; init; }

    /// <summary>Peers to negotiate with.</summary>
    public IReadOnlyList<CheckedConnection> Connections { get; init; } = [];

    /// <summary>What is right but should be looked at, in the order of the files.</summary>
    public IReadOnlyList<Pipeline.Engine.Configuration.ConfigurationError> Warnings { get; init; } = [];

    /// <summary>Everything that is wrong, in the order of the files.</summary>
    public required IReadOnlyList<Pipeline.Engine.Configuration.ConfigurationError> Errors { get; init; }
}
