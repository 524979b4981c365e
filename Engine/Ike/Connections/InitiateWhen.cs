namespace Pipeline.Engine.Ike.Connections;

/// <summary>When we begin a connection ourselves.</summary>
public enum InitiateWhen
{
    /// <summary>Never: the peer does, or the operator.</summary>
    Never,

    /// <summary>When a packet needs it.</summary>
    OnTraffic,

    /// <summary>At start, and again whenever it has ended.</summary>
    Start,
}
