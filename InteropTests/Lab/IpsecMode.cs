namespace Pipeline.InteropTests.Lab;

/// <summary>RFC 4301 section 4.1: what an SA protects, the payload of a packet or a whole packet.</summary>
public enum IpsecMode
{
    Transport,
    Tunnel,
}
