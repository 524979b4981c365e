namespace Pipeline.Engine.Ike.V1;

/// <summary>Which numbers NAT traversal has between two peers.</summary>
public enum NatTraversalKind
{
    /// <summary>One of them does not know it.</summary>
    None,

    /// <summary>Those of drafts 02 and 03: payload types 130 and 131, modes 61443 and 61444. All that Windows before Vista knows.</summary>
    Draft,

    /// <summary>Those of RFC 3947.</summary>
    Rfc,
}
