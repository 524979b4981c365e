namespace Pipeline.Engine.Ike;

/// <summary>Why a negotiation came to nothing.</summary>
public enum FailureCause
{
    /// <summary>The peer does not answer.</summary>
    NoAnswer,

    /// <summary>No proposal suits both.</summary>
    NoCommonProposal,

    /// <summary>No key exchange method suits both, or the public value is no good.</summary>
    KeyExchange,

    /// <summary>One does not believe the other.</summary>
    Authentication,

    /// <summary>The traffic selectors have nothing in common.</summary>
    Selectors,

    /// <summary>Tunnel mode on one side, transport mode on the other.</summary>
    Mode,

    /// <summary>A message is malformed, or lacks what it must have.</summary>
    Malformed,

    /// <summary>A message has a critical payload that we do not know.</summary>
    UnknownCriticalPayload,

    /// <summary>A limit of one side is reached.</summary>
    LimitReached,

    /// <summary>The peer has no such Child SA any more.</summary>
    ChildUnknown,

    /// <summary>The peer was busy too often.</summary>
    PeerBusy,

    /// <summary>The peer said an error that none of the others covers.</summary>
    RefusedByPeer,

    /// <summary>Our own code failed; the IKE SA and all that belongs to it are gone.</summary>
    Fault,
}
