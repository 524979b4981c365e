namespace Pipeline.Engine.Configuration.Control;

/// <summary>How a running gateway is given orders.</summary>
public sealed record ControlOptions
{
    /// <summary>The longest path of the socket, in bytes: <c>sun_path</c> (unix(7)) less its zero, and four for the name under which it is made.</summary>
    public const int MaximumPathLength = 103;

    /// <summary>Path of the socket, relative to the folder of the configuration file; null for the default of the user who runs the gateway.</summary>
    public string? Socket { get; init; }
}
