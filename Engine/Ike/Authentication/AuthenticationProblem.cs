namespace Pipeline.Engine.Ike.Authentication;

/// <summary>Why a peer was not believed. It only ever learns AUTHENTICATION_FAILED; this is for our operator.</summary>
public enum AuthenticationProblem
{
    /// <summary>It was.</summary>
    None,

    /// <summary>ID or AUTH is missing.</summary>
    Incomplete,

    /// <summary>No connection has this peer identity.</summary>
    UnknownIdentity,

    /// <summary>The peer asked for another identity than ours.</summary>
    NotOurIdentity,

    /// <summary>It proved in a way that its connection does not allow.</summary>
    MethodNotAllowed,

    /// <summary>The value does not fit our preshared key.</summary>
    WrongPresharedKey,

    /// <summary>It sent no certificate that could be read, and none is stored.</summary>
    NoCertificate,

    /// <summary>The certificate is not believed; the verdict on it says why.</summary>
    CertificateRefused,

    /// <summary>The signature algorithm is not one that we verify, or that we allow.</summary>
    UnknownAlgorithm,

    /// <summary>The certificate is good, the signature is not.</summary>
    WrongSignature,
}
