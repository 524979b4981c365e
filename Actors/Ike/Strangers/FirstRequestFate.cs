namespace Pipeline.Actors.Ike.Strangers;

/// <summary>What becomes of a first request from somebody unknown.</summary>
internal enum FirstRequestFate
{
    /// <summary>It gets an actor, and counts as half open.</summary>
    Welcome,

    /// <summary>It must come again with the cookie that it was sent.</summary>
    NeedsCookie,

    /// <summary>Too many are half open, in total or from its address; for IKEv1, which knows no cookies, also where IKEv2 needs one.</summary>
    Refused,
}
