namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>The protocol that an SPI or a proposal is for (RFC 7296 §3.3.1).</summary>
public enum ProtocolId
{
    /// <summary>None: a notify about the message as a whole.</summary>
    None = 0,

    /// <summary>IKE itself.</summary>
    Ike = 1,

    /// <summary>Authentication Header.</summary>
    Ah = 2,

    /// <summary>Encapsulating Security Payload.</summary>
    Esp = 3,
}
