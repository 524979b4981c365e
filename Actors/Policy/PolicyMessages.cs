using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Policy;

/// <summary>Order to the <see cref="PolicyActor"/>: from now on this is the policy, and these are the connections.</summary>
/// <param name="Policy">What happens to which traffic.</param>
/// <param name="Connections">Who makes the SAs that it names.</param>
public sealed record UsePolicy(SecurityPolicy Policy, IReadOnlyList<ConnectionSettings> Connections);

/// <summary>Order to the <see cref="PolicyActor"/>: a packet waits for SAs.</summary>
/// <param name="SaName">What the rule says protects it: the name of a child.</param>
/// <param name="Flow">Its flow.</param>
internal sealed record WantSa(string SaName, FlowKey Flow);
