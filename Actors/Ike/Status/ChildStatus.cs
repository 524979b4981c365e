namespace Pipeline.Actors.Ike.Status;

/// <summary>One pair of Child SAs.</summary>
/// <param name="Name">Name of the child in configuration.</param>
/// <param name="InboundSpi">Our SPI.</param>
/// <param name="OutboundSpi">The peer's.</param>
/// <param name="Suite">What protects.</param>
public sealed record ChildStatus(string Name, uint InboundSpi, uint OutboundSpi, string Suite);
