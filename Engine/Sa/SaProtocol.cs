namespace Pipeline.Engine.Sa;

/// <summary>The two protocols of IPsec, by their IP protocol numbers.</summary>
public enum SaProtocol
{
    /// <summary>Encapsulating Security Payload (RFC 4303).</summary>
    Esp = 50,

    /// <summary>Authentication Header (RFC 4302).</summary>
    Ah = 51,
}
