using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.DataPath;

/// <summary>What happens to the packets of one flow: the policy's verdict, and the SAs that carry it out.</summary>
/// <param name="Kind">What policy says.</param>
/// <param name="Bundle">The SAs on this shard, when the verdict is to protect and they are here.</param>
/// <param name="SaName">What protects, by name, when the verdict is to protect: another shard may have it.</param>
internal readonly record struct FlowDecision(VerdictKind Kind, OutboundBundle? Bundle, string? SaName);
