namespace Pipeline.Engine.Wire.Ike.V1.Notices;

/// <summary>What is notified (RFC 2408 §3.14.1, RFC 2407 §4.6.3, RFC 3706 and private ones that peers use).</summary>
public enum NotifyType
{
    /// <summary>INVALID-PAYLOAD-TYPE.</summary>
    InvalidPayloadType = 1,

    /// <summary>DOI-NOT-SUPPORTED.</summary>
    DoiNotSupported = 2,

    /// <summary>SITUATION-NOT-SUPPORTED.</summary>
    SituationNotSupported = 3,

    /// <summary>INVALID-COOKIE.</summary>
    InvalidCookie = 4,

    /// <summary>INVALID-MAJOR-VERSION.</summary>
    InvalidMajorVersion = 5,

    /// <summary>INVALID-MINOR-VERSION.</summary>
    InvalidMinorVersion = 6,

    /// <summary>INVALID-EXCHANGE-TYPE.</summary>
    InvalidExchangeType = 7,

    /// <summary>INVALID-FLAGS.</summary>
    InvalidFlags = 8,

    /// <summary>INVALID-MESSAGE-ID.</summary>
    InvalidMessageId = 9,

    /// <summary>INVALID-PROTOCOL-ID.</summary>
    InvalidProtocolId = 10,

    /// <summary>INVALID-SPI.</summary>
    InvalidSpi = 11,

    /// <summary>INVALID-TRANSFORM-ID.</summary>
    InvalidTransformId = 12,

    /// <summary>ATTRIBUTES-NOT-SUPPORTED.</summary>
    AttributesNotSupported = 13,

    /// <summary>NO-PROPOSAL-CHOSEN.</summary>
    NoProposalChosen = 14,

    /// <summary>BAD-PROPOSAL-SYNTAX.</summary>
    BadProposalSyntax = 15,

    /// <summary>PAYLOAD-MALFORMED.</summary>
    PayloadMalformed = 16,

    /// <summary>INVALID-KEY-INFORMATION.</summary>
    InvalidKeyInformation = 17,

    /// <summary>INVALID-ID-INFORMATION.</summary>
    InvalidIdInformation = 18,

    /// <summary>INVALID-CERT-ENCODING.</summary>
    InvalidCertEncoding = 19,

    /// <summary>INVALID-CERTIFICATE.</summary>
    InvalidCertificate = 20,

    /// <summary>CERT-TYPE-UNSUPPORTED.</summary>
    CertTypeUnsupported = 21,

    /// <summary>INVALID-CERT-AUTHORITY.</summary>
    InvalidCertAuthority = 22,

    /// <summary>INVALID-HASH-INFORMATION.</summary>
    InvalidHashInformation = 23,

    /// <summary>AUTHENTICATION-FAILED.</summary>
    AuthenticationFailed = 24,

    /// <summary>INVALID-SIGNATURE.</summary>
    InvalidSignature = 25,

    /// <summary>ADDRESS-NOTIFICATION.</summary>
    AddressNotification = 26,

    /// <summary>NOTIFY-SA-LIFETIME.</summary>
    NotifySaLifetime = 27,

    /// <summary>CERTIFICATE-UNAVAILABLE.</summary>
    CertificateUnavailable = 28,

    /// <summary>UNSUPPORTED-EXCHANGE-TYPE.</summary>
    UnsupportedExchangeType = 29,

    /// <summary>UNEQUAL-PAYLOAD-LENGTHS.</summary>
    UnequalPayloadLengths = 30,

    /// <summary>CONNECTED: the SA is there, for a sender that set the commit bit.</summary>
    Connected = 16_384,

    /// <summary>RESPONDER-LIFETIME: the responder's lifetime is shorter (RFC 2407 §4.6.3.1).</summary>
    ResponderLifetime = 24_576,

    /// <summary>REPLAY-STATUS (RFC 2407 §4.6.3.2).</summary>
    ReplayStatus = 24_577,

    /// <summary>INITIAL-CONTACT: the sender has no other SA with us (RFC 2407 §4.6.3.3).</summary>
    InitialContact = 24_578,

    /// <summary>R-U-THERE: wants an answer with the same number (RFC 3706 §5.3).</summary>
    AreYouThere = 36_136,

    /// <summary>R-U-THERE-ACK (RFC 3706 §5.3).</summary>
    AreYouThereAcknowledge = 36_137,

    /// <summary>NOTIFY_STATUS: four bytes of status (MS-IKEE).</summary>
    MicrosoftStatus = 40_003,

    /// <summary>NOTIFY_DOS_COOKIE: eight bytes of cookie (MS-IKEE).</summary>
    MicrosoftDosCookie = 40_004,

    /// <summary>EXCHANGE_INFO: 1 for the boundary of negotiation discovery, 2 for guaranteed encryption (MS-IKEE).</summary>
    MicrosoftExchangeInformation = 40_005,

    /// <summary>UNITY_LOAD_BALANCE: another address to go to.</summary>
    UnityLoadBalance = 40_501,
}
