namespace Pipeline.Engine.Wire.Ike;

/// <summary>Flags of the IKE header: three bits of each version (RFC 7296 §3.1, RFC 2408 §3.1); a version ignores all others.</summary>
[Flags]
public enum IkeHeaderBits
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>IKEv1: what follows the header is encrypted.</summary>
    Encryption = 0x01,

    /// <summary>IKEv1: the sender wants to be told when the SA is there before anything uses it.</summary>
    Commit = 0x02,

    /// <summary>IKEv1: an informational message that is authenticated and not encrypted.</summary>
    AuthenticationOnly = 0x04,

    /// <summary>The sender is the original initiator of the IKE SA.</summary>
    Initiator = 0x08,

    /// <summary>The sender can speak a higher major version.</summary>
    Version = 0x10,

    /// <summary>The message is a response.</summary>
    Response = 0x20,
}
