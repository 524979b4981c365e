using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.ClearTraffic;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>What rules may say as their <c>action</c>: one of the three words, or the name of an object of <c>filterActions</c>.</summary>
/// <param name="Action">Permit, block or negotiate.</param>
/// <param name="Unsecured">What becomes of traffic in the clear.</param>
internal sealed record RuleAction(FilterAction Action, UnsecuredTraffic Unsecured);
