using Pipeline.Engine.Configuration.Connections;

namespace Pipeline.Actors.Ike;

/// <summary>Bounds of what strangers may cause.</summary>
public sealed record IkeLimits
{
    /// <summary>The bounds that the configuration says.</summary>
    public static IkeLimits Of(IkeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new IkeLimits
        {
            HalfOpen = options.MaximumHalfOpenSas,
            HalfOpenPerAddress = options.MaximumHalfOpenSasPerSource,
            CookieThreshold = options.CookieThresholdSas,
            IkeSas = options.MaximumIkeSas,
        };
    }

    /// <summary>IKE SAs, in total, whose peer is not authenticated yet.</summary>
    public int HalfOpen { get; init; } = new IkeOptions().MaximumHalfOpenSas;

    /// <summary>The same for one address.</summary>
    public int HalfOpenPerAddress { get; init; } = new IkeOptions().MaximumHalfOpenSasPerSource;

    /// <summary>From so many half-open ones on, first requests must bring a cookie.</summary>
    public int CookieThreshold { get; init; } = new IkeOptions().CookieThresholdSas;

    /// <summary>IKE SAs in total, as far as the peer began them.</summary>
    public int IkeSas { get; init; } = new IkeOptions().MaximumIkeSas;

    /// <summary>Messages that wait for one IKE SA at most.</summary>
    public int WaitingPerIkeSa { get; init; } = 32;

    /// <summary>How often the secret of cookies changes.</summary>
    public TimeSpan CookieLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an IKE SA that has ended still repeats its last answers.</summary>
    public TimeSpan RememberEnded { get; init; } = TimeSpan.FromSeconds(30);
}
