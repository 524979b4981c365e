namespace Pipeline.Engine.Ike;

/// <summary>What a timer of an IKE SA is for.</summary>
public enum IkeTimerKind
{
    /// <summary>A request was not answered yet: send it again, or give up.</summary>
    Retransmit,

    /// <summary>A half-open IKE SA has waited long enough.</summary>
    HalfOpen,

    /// <summary>The IKE SA is to be rekeyed.</summary>
    RekeyIke,

    /// <summary>The peer is to be authenticated anew.</summary>
    Reauthenticate,

    /// <summary>The IKE SA was neither rekeyed nor authenticated anew in time: it ends.</summary>
    Lifetime,

    /// <summary>Nothing was heard for a while: dead peer detection.</summary>
    Liveness,

    /// <summary>Orders that the peer refused with TEMPORARY_FAILURE may be tried again.</summary>
    Retry,

    /// <summary>IKEv1: the peer has had the time to install a pair, whose number is our SPI: RFC 2409 has no message that says so.</summary>
    Commit,

    /// <summary>What was replaced has had its time: the peer should have deleted it, or we do. Number is our SPI of a Child SA, or 0 for the IKE SA.</summary>
    Straggler,
}
