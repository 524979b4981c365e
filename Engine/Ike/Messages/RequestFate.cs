namespace Pipeline.Engine.Ike.Messages;

/// <summary>What to do with a request of the peer, by its message ID (RFC 7296 §2.1, §2.3).</summary>
public enum RequestFate
{
    /// <summary>Not seen before, and inside the window: handle it.</summary>
    New,

    /// <summary>Answered before: send the same answer again.</summary>
    Answered,

    /// <summary>Older than all that are remembered, or beyond the window: drop it.</summary>
    Outside,
}
