using Akka.Actor;

namespace Pipeline.Actors.Ike.Status;

/// <summary>One pair of Child SAs.</summary>
/// <param name="Name">Name of the child in configuration.</param>
/// <param name="InboundSpi">Our SPI.</param>
/// <param name="OutboundSpi">The peer's.</param>
/// <param name="Suite">What protects.</param>
public sealed record ChildStatus(string Name, uint InboundSpi, uint OutboundSpi, string Suite)
{
    /// <summary>ESP or AH, tunnel or transport, in words: <c>esp tunnel</c>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>What may travel in it, as we send it.</summary>
    public string Selectors { get; init; } = "";

    /// <summary>True when ESP travels in UDP (RFC 3948).</summary>
    public bool UsesUdpEncapsulation { get; init; }

    /// <summary>Since when it is in service.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it is replaced by age; null for never.</summary>
    public DateTimeOffset? RekeyAt { get; init; }

    /// <summary>What came in; zero until <see cref="NegotiatingCore.SasAsync"/> has asked.</summary>
    public SaTraffic Inbound { get; init; }

    /// <summary>What went out; zero until <see cref="NegotiatingCore.SasAsync"/> has asked, or while the outbound SA waits.</summary>
    public SaTraffic Outbound { get; init; }

    /// <summary>The actor of the inbound SA.</summary>
    internal IActorRef InboundActor { get; init; } = ActorRefs.Nobody;

    /// <summary>The actor of the outbound SA; nobody while it waits.</summary>
    internal IActorRef OutboundActor { get; init; } = ActorRefs.Nobody;
}
