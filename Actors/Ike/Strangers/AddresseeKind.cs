namespace Pipeline.Actors.Ike.Strangers;

/// <summary>Whom a message may be for.</summary>
internal enum AddresseeKind
{
    /// <summary>Nobody here: it is no message of IKE, or belongs to no IKE SA of its version.</summary>
    Nobody,

    /// <summary>Nobody here: it speaks a version from the future, and may be told which one we speak.</summary>
    LaterVersion,

    /// <summary>Whoever answers first requests: it may begin an IKE SA.</summary>
    FirstRequest,

    /// <summary>Nobody: it begins aggressive mode, which no connection allows.</summary>
    AggressiveMode,

    /// <summary>An IKE SA that is there.</summary>
    Member,
}
