namespace Pipeline.Engine.Policy;

/// <summary>What a rule does with its traffic (RFC 4301 §4.4.1: BYPASS, DISCARD, PROTECT).</summary>
public enum FilterAction
{
    /// <summary>Drops it.</summary>
    Block,

    /// <summary>Lets it pass in the clear.</summary>
    Permit,

    /// <summary>Protects it: by the static SA that the rule names, else by one that is negotiated.</summary>
    Negotiate,
}
