using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath.Flows;

/// <summary>What happens to the packets of one flow: the policy's verdict, and the SAs that carry it out.</summary>
/// <param name="Kind">What policy says.</param>
/// <param name="RuleIndex">The rule that says it, in the policy of the batch.</param>
/// <param name="Bundle">The SAs on this shard, when the verdict is to protect and they are here.</param>
internal readonly record struct FlowDecision(VerdictKind Kind, int RuleIndex, OutboundBundle? Bundle);
