namespace Pipeline.Engine.Encapsulation;

/// <summary>What a tunnel's entry does with congestion marks (RFC 6040 §4.1).</summary>
public enum EcnMode
{
    /// <summary>The outer header gets the inner header's ECN field: for an exit that follows RFC 6040, 4301 or 3168.</summary>
    Normal = 0,

    /// <summary>The outer header says "not ECN-capable": for an exit that ignores the outer ECN field.</summary>
    Compatibility,
}
