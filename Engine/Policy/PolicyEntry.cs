using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One filter of a published policy, in one direction: a mirrored filter is two.</summary>
/// <param name="RuleIndex">Its rule, by its place in the policy.</param>
/// <param name="FilterIndex">Its place in the rule's filter list.</param>
/// <param name="IsReversed">True for the answers' direction of a mirrored filter.</param>
/// <param name="Selector">The traffic.</param>
public readonly record struct PolicyEntry(int RuleIndex, int FilterIndex, bool IsReversed, TrafficSelector Selector);
