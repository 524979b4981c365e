namespace Pipeline.Engine.Wire.Ike;

/// <summary>Why bytes are not a message; the first fault met.</summary>
public enum IkeReadError
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Fewer bytes than an IKE header.</summary>
    MessageTooShort,

    /// <summary>More bytes than <see cref="MessageLimits.MaximumMessageLength"/>.</summary>
    MessageTooLong,

    /// <summary>The header's length is not that of the datagram.</summary>
    LengthMismatch,

    /// <summary>Another major version (RFC 7296 §2.5: INVALID_MAJOR_VERSION).</summary>
    UnsupportedVersion,

    /// <summary>A payload's header or body reaches beyond the end.</summary>
    PayloadBeyondEnd,

    /// <summary>Bytes follow the last payload.</summary>
    TrailingOctets,

    /// <summary>More payloads than <see cref="MessageLimits.MaximumPayloadCount"/>.</summary>
    TooManyPayloads,

    /// <summary>A payload that must be understood is not known here (RFC 7296 §2.5: UNSUPPORTED_CRITICAL_PAYLOAD).</summary>
    UnknownCriticalPayload,

    /// <summary>Something follows the encrypted payload (RFC 7296 §3.14).</summary>
    EncryptedPayloadNotLast,

    /// <summary>An encrypted payload inside an encrypted payload.</summary>
    EncryptedPayloadNested,

    /// <summary>The body ends before its fixed fields do.</summary>
    BodyTooShort,

    /// <summary>A part of the body reaches beyond its end, or bytes are left over.</summary>
    BadLength,

    /// <summary>As many parts as the body says are not there.</summary>
    BadCount,

    /// <summary>"Last" is said of a part that is not, or not of the one that is (RFC 7296 §3.3.1).</summary>
    BadLastMark,

    /// <summary>More proposals or transforms than <see cref="MessageLimits"/> allows.</summary>
    TooManyProposals,

    /// <summary>An SPI of another length than its protocol has.</summary>
    BadSpiLength,

    /// <summary>A nonce shorter than 16 bytes, in IKEv1 8, or longer than 256 (RFC 7296 §3.9, RFC 2409 §5).</summary>
    BadNonceLength,

    /// <summary>A traffic selector whose range runs backwards, or whose length does not fit its type (RFC 7296 §3.13.1).</summary>
    BadSelector,

    /// <summary>A fragment number of 0, or beyond the total (RFC 7383 §2.6); in IKEv1 there is no total.</summary>
    BadFragmentNumber,

    /// <summary>Decrypted and authentic, but the padding is longer than the text (RFC 7296 §3.14).</summary>
    BadPadding,

    /// <summary>A domain of interpretation other than that of IPsec (RFC 2408 §5.4: DOI-NOT-SUPPORTED).</summary>
    UnsupportedDoi,

    /// <summary>A situation other than "identity only" (RFC 2407 §4.2, RFC 2408 §5.4: SITUATION-NOT-SUPPORTED).</summary>
    UnsupportedSituation,
}
