namespace Pipeline.Engine.Wire.Ike;

/// <summary>Exchange types of the IKE header (RFC 7296 §3.1 and IANA "ikev2-parameters"). Those of IKEv1 are other numbers.</summary>
public enum ExchangeType
{
    /// <summary>IKE_SA_INIT (RFC 7296 §1.2).</summary>
    IkeSaInit = 34,

    /// <summary>IKE_AUTH (RFC 7296 §1.2).</summary>
    IkeAuth = 35,

    /// <summary>CREATE_CHILD_SA (RFC 7296 §1.3).</summary>
    CreateChildSa = 36,

    /// <summary>INFORMATIONAL (RFC 7296 §1.4).</summary>
    Informational = 37,

    /// <summary>IKE_SESSION_RESUME (RFC 5723).</summary>
    IkeSessionResume = 38,

    /// <summary>IKE_INTERMEDIATE (RFC 9242).</summary>
    IkeIntermediate = 43,

    /// <summary>IKE_FOLLOWUP_KE (RFC 9370 §2.2.4).</summary>
    IkeFollowupKe = 44,
}
