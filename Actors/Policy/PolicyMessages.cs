using Akka.Actor;
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

/// <summary>Fact, on the event stream: something about the policy that an operator wants to know.</summary>
/// <param name="At">When.</param>
/// <param name="Text">A sentence.</param>
public sealed record PolicyReported(DateTimeOffset At, string Text);

/// <summary>Order to the <see cref="PolicyActor"/> by its timer: look the names up again.</summary>
/// <param name="Turn">The policy that they belong to.</param>
internal sealed record LookUpAddresses(int Turn);

/// <summary>Fact, for the <see cref="PolicyActor"/>: the names were looked up.</summary>
/// <param name="Turn">The policy that they belong to.</param>
/// <param name="Found">The answers.</param>
/// <param name="Waiting">Who waits for them; null for nobody.</param>
internal sealed record AddressesLookedUp(int Turn, AddressesFound Found, WaitingForPolicy? Waiting);

/// <summary>Somebody who is told when a policy is in force with all its names.</summary>
/// <param name="Sender">Who.</param>
/// <param name="Order">The order, which is also the answer.</param>
internal sealed record WaitingForPolicy(IActorRef Sender, UsePolicy Order);
