namespace Pipeline.Engine.Ike;

/// <summary>What was being done when it failed.</summary>
public enum IkeStep
{
    /// <summary>IKE_SA_INIT: algorithms and key exchange.</summary>
    IkeSaInit,

    /// <summary>IKE_AUTH: who is who.</summary>
    IkeAuth,

    /// <summary>A first Child SA, or another one.</summary>
    NewChild,

    /// <summary>The replacement of a Child SA.</summary>
    RekeyChild,

    /// <summary>The replacement of the IKE SA.</summary>
    RekeyIke,

    /// <summary>A delete, a sign of life, or an error in between.</summary>
    Informational,
}
