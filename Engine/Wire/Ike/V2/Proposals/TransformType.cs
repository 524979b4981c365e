namespace Pipeline.Engine.Wire.Ike.V2.Proposals;

/// <summary>Transform types (RFC 7296 §3.3.2, RFC 9370 §2.2.1 and IANA "ikev2-parameters").</summary>
public enum TransformType
{
    /// <summary>ENCR: encryption algorithm.</summary>
    Encryption = 1,

    /// <summary>PRF: pseudorandom function.</summary>
    Prf = 2,

    /// <summary>INTEG: integrity algorithm.</summary>
    Integrity = 3,

    /// <summary>KE: key exchange method; a Diffie-Hellman group, as RFC 7296 says.</summary>
    KeyExchange = 4,

    /// <summary>SN: sequence numbers; extended or not, as RFC 7296 says.</summary>
    SequenceNumbers = 5,

    /// <summary>ADDKE1: first additional key exchange.</summary>
    AdditionalKeyExchange1 = 6,

    /// <summary>ADDKE2.</summary>
    AdditionalKeyExchange2 = 7,

    /// <summary>ADDKE3.</summary>
    AdditionalKeyExchange3 = 8,

    /// <summary>ADDKE4.</summary>
    AdditionalKeyExchange4 = 9,

    /// <summary>ADDKE5.</summary>
    AdditionalKeyExchange5 = 10,

    /// <summary>ADDKE6.</summary>
    AdditionalKeyExchange6 = 11,

    /// <summary>ADDKE7: the last.</summary>
    AdditionalKeyExchange7 = 12,
}
