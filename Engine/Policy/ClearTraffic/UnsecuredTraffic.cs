namespace Pipeline.Engine.Policy.ClearTraffic;

/// <summary>What a rule that protects its traffic does with hosts that send or want it in the clear.</summary>
/// <remarks>
/// [MS-GPIPSEC]: "inbound pass-through", and the soft SA of Windows. Neither ever holds for traffic that an SA has carried before: who can
/// block IKE must not be able to read on.
/// </remarks>
public sealed record UnsecuredTraffic
{
    /// <summary>Nothing leaves and nothing is taken in the clear.</summary>
    public static UnsecuredTraffic Refuse { get; } = new();

    /// <summary>True to take what a host sends in the clear; what we answer is protected, which makes the host negotiate.</summary>
    public bool AcceptsInbound { get; init; }

    /// <summary>True to talk in the clear to a host that does not answer IKE.</summary>
    public bool FallsBackToClear { get; init; }

    /// <summary>How long packets wait for an SA before they leave in the clear.</summary>
    public TimeSpan ClearAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a host is talked to in the clear before IKE is tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(300);
}
