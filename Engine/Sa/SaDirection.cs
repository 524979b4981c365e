namespace Pipeline.Engine.Sa;

/// <summary>An SA protects one direction only (RFC 4301 §4.1).</summary>
public enum SaDirection
{
    /// <summary>We protect and send.</summary>
    Outbound,

    /// <summary>We receive and unprotect.</summary>
    Inbound,
}
