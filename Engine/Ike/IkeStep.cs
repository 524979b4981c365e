namespace Pipeline.Engine.Ike;

/// <summary>What was being done when it failed.</summary>
public enum IkeStep
{
    /// <summary>IKE_SA_INIT: algorithms and key exchange.</summary>
    IkeSaInit,

    /// <summary>IKE_AUTH: who is who.</summary>
    IkeAuth,

    /// <summary>IKEv1's phase 1 in six messages: algorithms, key exchange, and who is who.</summary>
    MainMode,

    /// <summary>IKEv1's phase 2: a pair of IPsec SAs.</summary>
    QuickMode,

    /// <summary>A first Child SA, or another one.</summary>
    NewChild,

    /// <summary>The replacement of a Child SA.</summary>
    RekeyChild,

    /// <summary>The replacement of the IKE SA.</summary>
    RekeyIke,

    /// <summary>A delete, a sign of life, or an error in between.</summary>
    Informational,
}
