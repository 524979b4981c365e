using Akka.Actor;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sa;

/// <summary>Order to the <see cref="SaSupervisor"/>: put an SA into service. Answered by <see cref="SaInstalled"/> or <see cref="SaRefused"/>.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Shard">The shard that owns it.</param>
public sealed record InstallSa(SaParameters Parameters, int Shard);

/// <summary>Order to an SA's actor, its first: put the SA into service. The requester gets the answer to <see cref="InstallSa"/>.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Requester">In the message and not its sender: an actor's cell holds on to its last sender, and here that may be all it ever has.</param>
internal sealed record BeginSa(SaParameters Parameters, IActorRef Requester);

/// <summary>Order: take an SA out of service and erase its keys. Answered by <see cref="SaRetired"/>, when that is done.</summary>
public sealed record RetireSa
{
    /// <summary>The one instance.</summary>
    public static RetireSa Instance { get; } = new();
}

/// <summary>Order: carry no new packets, because a successor on another shard does. The peer may delete the SA at any time now.</summary>
internal sealed record YieldSa
{
    /// <summary>The one instance.</summary>
    public static YieldSa Instance { get; } = new();
}

/// <summary>Order: carry new packets again, because the successor is gone; harmless for an SA that has not yielded.</summary>
internal sealed record ResumeSa
{
    /// <summary>The one instance.</summary>
    public static ResumeSa Instance { get; } = new();
}

/// <summary>Question to an SA's actor. Answered by <see cref="SaStatus"/>.</summary>
public sealed record QuerySa
{
    /// <summary>The one instance.</summary>
    public static QuerySa Instance { get; } = new();
}

/// <summary>Order: send to and from other addresses and ports from now on; outbound SAs in UDP only, harmless for others.</summary>
/// <param name="Local">Where its packets come from.</param>
/// <param name="Remote">Where they go.</param>
public sealed record MoveSa(UdpEndpoint Local, UdpEndpoint Remote);

/// <summary>Order: send a dummy packet of this many bytes (RFC 4303 §2.6); outbound tunnel-mode ESP only.</summary>
/// <param name="Length">Bytes of filling.</param>
public sealed record SendDummy(int Length);

/// <summary>Order: fail, because the SA's packet door threw. Not answered; the supervisor stops the actor.</summary>
/// <param name="Fault">What it threw.</param>
public sealed record FailSa(Exception Fault);

/// <summary>Fact: the SA is in service.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Shard">The shard that owns it.</param>
/// <param name="Actor">Its actor.</param>
public sealed record SaInstalled(SaParameters Parameters, int Shard, IActorRef Actor);

/// <summary>Fact: the SA could not be put into service.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Why">One sentence.</param>
public sealed record SaRefused(SaParameters Parameters, string Why);

/// <summary>Fact: a soft limit was reached; a replacement is wanted.</summary>
/// <param name="Parameters">The SA.</param>
public sealed record SaSoftExpired(SaParameters Parameters);

/// <summary>Fact: a hard limit was reached; the SA is out of service.</summary>
/// <param name="Parameters">The SA.</param>
public sealed record SaExpired(SaParameters Parameters);

/// <summary>Fact: the SA is out of service, its keys are erased, and its SPI may be used again. Not told when the gateway ends.</summary>
/// <param name="Parameters">The SA.</param>
public sealed record SaRetired(SaParameters Parameters);

/// <summary>Fact: the SA's actor failed; the SA is out of service and must be negotiated anew.</summary>
/// <param name="Name">The SA's name.</param>
/// <param name="Why">What was thrown, in one sentence.</param>
public sealed record SaFailed(string Name, string Why);

/// <summary>Fact, for the <see cref="SaSupervisor"/>: an SA's actor has ended, and nothing of the SA is left on its shard.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Refusal">Why it never came into service; null when it was.</param>
/// <param name="Hearer">Who waits to hear of it; often <see cref="ActorRefs.Nobody"/>.</param>
internal sealed record SaGone(SaParameters Parameters, string? Refusal, IActorRef Hearer);

/// <summary>Answer to <see cref="QuerySa"/>.</summary>
/// <param name="Parameters">The SA.</param>
/// <param name="Shard">The shard that owns it.</param>
/// <param name="Packets">Packets carried.</param>
/// <param name="Bytes">Protected bytes carried.</param>
/// <param name="Sequence">The sequence number used last, or the highest accepted.</param>
/// <param name="PathMtu">The path MTU that it knows; 0 for inbound.</param>
/// <param name="Lifetime">How far it has come.</param>
public sealed record SaStatus(
    SaParameters Parameters, int Shard, long Packets, long Bytes, ulong Sequence, int PathMtu, SaLifetimeState Lifetime);
