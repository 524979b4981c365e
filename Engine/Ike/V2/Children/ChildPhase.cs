namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>Where a pair of Child SAs is in its life.</summary>
public enum ChildPhase
{
    /// <summary>In use.</summary>
    Live,

    /// <summary>Replaced; the peer began that, so the peer deletes it (RFC 7296 §2.8).</summary>
    ReplacedByPeer,

    /// <summary>The redundant result of two rekeys at once; the peer made it and deletes it (RFC 7296 §2.8.1).</summary>
    Redundant,

    /// <summary>We want it deleted, and have said so or will.</summary>
    Deleting,
}
