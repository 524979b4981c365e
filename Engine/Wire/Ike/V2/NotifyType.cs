namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>Notify message types (RFC 7296 §3.10.1 and IANA "ikev2-parameters"): errors below 16384, then statuses.</summary>
public enum NotifyType
{
    /// <summary>A payload had the critical bit and is not known; one octet, its type.</summary>
    UnsupportedCriticalPayload = 1,

    /// <summary>The IKE SPI is not known.</summary>
    InvalidIkeSpi = 4,

    /// <summary>The major version is not spoken here; one octet, the highest that is.</summary>
    InvalidMajorVersion = 5,

    /// <summary>Something in the message is out of range.</summary>
    InvalidSyntax = 7,

    /// <summary>A message ID outside the window.</summary>
    InvalidMessageId = 9,

    /// <summary>An ESP or AH packet had an SPI that is not known.</summary>
    InvalidSpi = 11,

    /// <summary>No proposal is acceptable.</summary>
    NoProposalChosen = 14,

    /// <summary>Another key exchange method is wanted; two octets, its number.</summary>
    InvalidKePayload = 17,

    /// <summary>The peer is not who it says it is.</summary>
    AuthenticationFailed = 24,

    /// <summary>Only one pair of addresses for each SA.</summary>
    SinglePairRequired = 34,

    /// <summary>No more Child SAs on this IKE SA.</summary>
    NoAdditionalSas = 35,

    /// <summary>No inner address is left.</summary>
    InternalAddressFailure = 36,

    /// <summary>A configuration payload was expected.</summary>
    FailedCpRequired = 37,

    /// <summary>No traffic selector is acceptable.</summary>
    TsUnacceptable = 38,

    /// <summary>A packet did not fit the selectors of its SA.</summary>
    InvalidSelectors = 39,

    /// <summary>The new addresses are not acceptable (RFC 4555).</summary>
    UnacceptableAddresses = 40,

    /// <summary>There is a NAT where none may be (RFC 4555).</summary>
    UnexpectedNatDetected = 41,

    /// <summary>Another home address must be used (RFC 5026).</summary>
    UseAssignedHoa = 42,

    /// <summary>Not now: a rekey is going on (§2.25).</summary>
    TemporaryFailure = 43,

    /// <summary>The Child SA to rekey does not exist (§2.25).</summary>
    ChildSaNotFound = 44,

    /// <summary>There is no further key exchange to follow up (RFC 9370).</summary>
    StateNotFound = 47,

    /// <summary>No more Child SAs for these selectors (RFC 9611).</summary>
    TsMaxQueue = 48,

    /// <summary>This is the only IKE SA between the two identities.</summary>
    InitialContact = 16384,

    /// <summary>How many requests may be outstanding; four octets.</summary>
    SetWindowSize = 16385,

    /// <summary>Narrowed selectors; others would be acceptable in an SA of their own.</summary>
    AdditionalTsPossible = 16386,

    /// <summary>IP compression; CPI and transform.</summary>
    IpcompSupported = 16387,

    /// <summary>Hash of SPIs, source address and port (§2.23).</summary>
    NatDetectionSourceIp = 16388,

    /// <summary>Hash of SPIs, destination address and port (§2.23).</summary>
    NatDetectionDestinationIp = 16389,

    /// <summary>To be sent back before anything else happens (§2.6).</summary>
    Cookie = 16390,

    /// <summary>Transport instead of tunnel mode.</summary>
    UseTransportMode = 16391,

    /// <summary>Certificates may be sent as hash and URL.</summary>
    HttpCertLookupSupported = 16392,

    /// <summary>The Child SA with this SPI is being replaced.</summary>
    RekeySa = 16393,

    /// <summary>No traffic flow confidentiality padding, please.</summary>
    EspTfcPaddingNotSupported = 16394,

    /// <summary>Fragments behind the first may travel in the SA too.</summary>
    NonFirstFragmentsAlso = 16395,

    /// <summary>MOBIKE_SUPPORTED (RFC 4555).</summary>
    MobikeSupported = 16396,

    /// <summary>ADDITIONAL_IP4_ADDRESS (RFC 4555).</summary>
    AdditionalIp4Address = 16397,

    /// <summary>ADDITIONAL_IP6_ADDRESS (RFC 4555).</summary>
    AdditionalIp6Address = 16398,

    /// <summary>NO_ADDITIONAL_ADDRESSES (RFC 4555).</summary>
    NoAdditionalAddresses = 16399,

    /// <summary>UPDATE_SA_ADDRESSES (RFC 4555).</summary>
    UpdateSaAddresses = 16400,

    /// <summary>COOKIE2 (RFC 4555).</summary>
    Cookie2 = 16401,

    /// <summary>NO_NATS_ALLOWED (RFC 4555).</summary>
    NoNatsAllowed = 16402,

    /// <summary>Seconds until the peer must authenticate again (RFC 4478); four octets.</summary>
    AuthLifetime = 16403,

    /// <summary>MULTIPLE_AUTH_SUPPORTED (RFC 4739).</summary>
    MultipleAuthSupported = 16404,

    /// <summary>ANOTHER_AUTH_FOLLOWS (RFC 4739).</summary>
    AnotherAuthFollows = 16405,

    /// <summary>REDIRECT_SUPPORTED (RFC 5685).</summary>
    RedirectSupported = 16406,

    /// <summary>REDIRECT (RFC 5685).</summary>
    Redirect = 16407,

    /// <summary>REDIRECTED_FROM (RFC 5685).</summary>
    RedirectedFrom = 16408,

    /// <summary>TICKET_LT_OPAQUE (RFC 5723).</summary>
    TicketLifetimeOpaque = 16409,

    /// <summary>TICKET_REQUEST (RFC 5723).</summary>
    TicketRequest = 16410,

    /// <summary>TICKET_ACK (RFC 5723).</summary>
    TicketAck = 16411,

    /// <summary>TICKET_NACK (RFC 5723).</summary>
    TicketNack = 16412,

    /// <summary>TICKET_OPAQUE (RFC 5723).</summary>
    TicketOpaque = 16413,

    /// <summary>EAP_ONLY_AUTHENTICATION (RFC 5998).</summary>
    EapOnlyAuthentication = 16417,

    /// <summary>IKE_AUTH may leave out the Child SA (RFC 6023).</summary>
    ChildlessIkev2Supported = 16418,

    /// <summary>QUICK_CRASH_DETECTION (RFC 6290).</summary>
    QuickCrashDetection = 16419,

    /// <summary>IKEV2_MESSAGE_ID_SYNC_SUPPORTED (RFC 6311).</summary>
    Ikev2MessageIdSyncSupported = 16420,

    /// <summary>IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED (RFC 6311).</summary>
    IpsecReplayCounterSyncSupported = 16421,

    /// <summary>IKEV2_MESSAGE_ID_SYNC (RFC 6311).</summary>
    Ikev2MessageIdSync = 16422,

    /// <summary>IPSEC_REPLAY_COUNTER_SYNC (RFC 6311).</summary>
    IpsecReplayCounterSync = 16423,

    /// <summary>IKEV2_FRAGMENTATION_SUPPORTED (RFC 7383).</summary>
    Ikev2FragmentationSupported = 16430,

    /// <summary>Hashes for signatures, two octets each (RFC 7427).</summary>
    SignatureHashAlgorithms = 16431,

    /// <summary>CLONE_IKE_SA_SUPPORTED (RFC 7791).</summary>
    CloneIkeSaSupported = 16432,

    /// <summary>CLONE_IKE_SA (RFC 7791).</summary>
    CloneIkeSa = 16433,

    /// <summary>PUZZLE (RFC 8019).</summary>
    Puzzle = 16434,

    /// <summary>A postquantum preshared key can be mixed in (RFC 8784).</summary>
    UsePpk = 16435,

    /// <summary>Which one (RFC 8784).</summary>
    PpkIdentity = 16436,

    /// <summary>Authentication without one (RFC 8784).</summary>
    NoPpkAuth = 16437,

    /// <summary>INTERMEDIATE_EXCHANGE_SUPPORTED (RFC 9242).</summary>
    IntermediateExchangeSupported = 16438,

    /// <summary>IP4_ALLOWED (RFC 8983).</summary>
    Ip4Allowed = 16439,

    /// <summary>IP6_ALLOWED (RFC 8983).</summary>
    Ip6Allowed = 16440,

    /// <summary>Links the exchanges of one rekey (RFC 9370).</summary>
    AdditionalKeyExchange = 16441,

    /// <summary>USE_AGGFRAG (RFC 9347).</summary>
    UseAggfrag = 16442,

    /// <summary>SUPPORTED_AUTH_METHODS (RFC 9593).</summary>
    SupportedAuthMethods = 16443,

    /// <summary>One Child SA for each resource (RFC 9611).</summary>
    SaResourceInfo = 16444,

    /// <summary>A PPK mixed in by IKE_INTERMEDIATE (draft-ietf-ipsecme-ikev2-qr-alt).</summary>
    UsePpkInt = 16445,

    /// <summary>Its identity and confirmation (draft-ietf-ipsecme-ikev2-qr-alt).</summary>
    PpkIdentityKey = 16446,
}
