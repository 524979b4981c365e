namespace Pipeline.Engine.Sa;

/// <summary>How far an SA has come in its life.</summary>
public enum SaLifetimeState
{
    /// <summary>No limit reached.</summary>
    Fresh,

    /// <summary>A soft limit was reached: still in use, replacement wanted.</summary>
    SoftExpired,

    /// <summary>A hard limit was reached: nothing passes.</summary>
    HardExpired,
}
