namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>The protocol that an SPI or a proposal is for (RFC 2407 §4.4.1).</summary>
public enum IsakmpProtocol
{
    /// <summary>None: a notification about the message as a whole.</summary>
    None = 0,

    /// <summary>PROTO_ISAKMP: phase 1.</summary>
    Isakmp = 1,

    /// <summary>PROTO_IPSEC_AH.</summary>
    Ah = 2,

    /// <summary>PROTO_IPSEC_ESP.</summary>
    Esp = 3,

    /// <summary>PROTO_IPCOMP.</summary>
    Ipcomp = 4,
}
