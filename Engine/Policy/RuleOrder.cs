namespace Pipeline.Engine.Policy;

/// <summary>Which filter decides about a flow that several match.</summary>
public enum RuleOrder
{
    /// <summary>The first in the order of the rules (RFC 4301 §4.4.1).</summary>
    FirstMatch,

    /// <summary>The one that describes the least traffic, whatever its rule's place: as Windows has it. See <see cref="Specificity"/>.</summary>
    MostSpecific,
}
