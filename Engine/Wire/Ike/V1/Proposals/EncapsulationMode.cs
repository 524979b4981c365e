namespace Pipeline.Engine.Wire.Ike.V1.Proposals;

/// <summary>How packets are wrapped (RFC 2407 §4.5, RFC 3947 §5.1).</summary>
public enum EncapsulationMode
{
    /// <summary>Tunnel mode.</summary>
    Tunnel = 1,

    /// <summary>Transport mode.</summary>
    Transport = 2,

    /// <summary>Tunnel mode in UDP.</summary>
    UdpTunnel = 3,

    /// <summary>Transport mode in UDP.</summary>
    UdpTransport = 4,

    /// <summary>Tunnel mode in UDP, as drafts 02 and 03 of RFC 3947 number it.</summary>
    UdpTunnelOfDraft = 61_443,

    /// <summary>Transport mode in UDP, as drafts 02 and 03 of RFC 3947 number it.</summary>
    UdpTransportOfDraft = 61_444,
}
