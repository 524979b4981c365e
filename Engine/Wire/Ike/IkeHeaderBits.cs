namespace Pipeline.Engine.Wire.Ike;

/// <summary>Flags of the IKE header. IKEv2 uses the bits of this list (RFC 7296 §3.1); all others are ignored.</summary>
[Flags]
public enum IkeHeaderBits
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The sender is the original initiator of the IKE SA.</summary>
    Initiator = 0x08,

    /// <summary>The sender can speak a higher major version.</summary>
    Version = 0x10,

    /// <summary>The message is a response.</summary>
    Response = 0x20,
}
