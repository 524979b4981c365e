namespace Pipeline.Gateway.Control;

/// <summary>What clients of the control socket may cost. They are local and trusted, but may be broken.</summary>
internal sealed record ControlLimits
{
    /// <summary>Bytes of the longest request, its line end not counted.</summary>
    public int RequestLength { get; init; } = 64 * 1024;

    /// <summary>Clients at once.</summary>
    public int Clients { get; init; } = 16;

    /// <summary>How long a client may take to write its request, and to read its response.</summary>
    public TimeSpan ClientPatience { get; init; } = TimeSpan.FromSeconds(5);
}
