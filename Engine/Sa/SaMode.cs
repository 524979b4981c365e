namespace Pipeline.Engine.Sa;

/// <summary>What an SA protects (RFC 4301 §4.1).</summary>
public enum SaMode
{
    /// <summary>A whole IP packet, inside a new one between two gateways.</summary>
    Tunnel,

    /// <summary>The payload of an IP packet, whose own header stays outside.</summary>
    Transport,
}
