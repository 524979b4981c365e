namespace Pipeline.Engine.Ike.Messages;

/// <summary>What became of a protected message.</summary>
public enum OpenOutcome
{
    /// <summary>It is authentic and well formed, and complete.</summary>
    Opened,

    /// <summary>It is not protected at all: there is no SK or SKF payload.</summary>
    NotProtected,

    /// <summary>Not of our peer, or altered on the way: to be dropped without an answer.</summary>
    NotAuthentic,

    /// <summary>Authentic, but what is inside is malformed: only now an error may be answered (RFC 7296 §2.21.3).</summary>
    Malformed,

    /// <summary>An authentic fragment; others are still missing.</summary>
    FragmentKept,

    /// <summary>A fragment that is there already, that belongs to an older way of cutting the message, or that is beyond our limits.</summary>
    FragmentIgnored,
}
