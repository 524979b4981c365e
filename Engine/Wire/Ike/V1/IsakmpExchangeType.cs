namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>Exchange types of IKEv1 (RFC 2408 §3.1, RFC 2409 §5 and IANA "isakmp-registry").</summary>
public enum IsakmpExchangeType
{
    /// <summary>Base exchange; IKEv1 does not use it.</summary>
    Base = 1,

    /// <summary>Identity protection: main mode (RFC 2409 §5.1).</summary>
    MainMode = 2,

    /// <summary>Authentication only; IKEv1 does not use it.</summary>
    AuthenticationOnly = 3,

    /// <summary>Aggressive mode (RFC 2409 §5.1).</summary>
    AggressiveMode = 4,

    /// <summary>Informational (RFC 2409 §5.7).</summary>
    Informational = 5,

    /// <summary>Transaction: mode config and XAUTH (draft-ietf-ipsec-isakmp-mode-cfg-05 §3.1).</summary>
    Transaction = 6,

    /// <summary>Quick mode (RFC 2409 §5.5).</summary>
    QuickMode = 32,

    /// <summary>New group mode (RFC 2409 §5.6).</summary>
    NewGroupMode = 33,
}
