namespace Pipeline.Engine.Configuration.Control;

/// <summary>How a running gateway is given orders.</summary>
public sealed record ControlOptions
{
    /// <summary>The longest path of a Unix-domain socket, in bytes: <c>sun_path</c> less the zero at its end (unix(7)).</summary>
    public const int MaximumPathLength = 107;

    /// <summary>Path of the socket, relative to the folder of the configuration file; null for the default of the user who runs the gateway.</summary>
    public string? Socket { get; init; }
}
