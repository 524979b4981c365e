namespace Pipeline.Engine.Configuration.Connections;

/// <summary>When this gateway begins a connection.</summary>
public enum Initiation
{
    /// <summary>When the first packet needs it.</summary>
    OnTraffic,

    /// <summary>At start, and again whenever it ends.</summary>
    Start,

    /// <summary>Never: the peer does.</summary>
    Never,
}
