namespace Pipeline.Engine.Wire.Ike.V1.Notices;

/// <summary>What the sender of attributes wants (draft-ietf-ipsec-isakmp-mode-cfg-05 §3.3).</summary>
public enum AttributesKind
{
    /// <summary>ISAKMP_CFG_REQUEST: wants to know them.</summary>
    Request = 1,

    /// <summary>ISAKMP_CFG_REPLY: says them.</summary>
    Reply = 2,

    /// <summary>ISAKMP_CFG_SET: wants them taken.</summary>
    Set = 3,

    /// <summary>ISAKMP_CFG_ACK: takes them.</summary>
    Acknowledge = 4,
}
