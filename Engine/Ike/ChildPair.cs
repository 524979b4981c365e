using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Ike;

/// <summary>A negotiated pair of Child SAs, ready to be installed.</summary>
/// <param name="Name">Name of the child in configuration.</param>
/// <param name="Inbound">What we receive on.</param>
/// <param name="Outbound">What we send on.</param>
/// <param name="UsesOutbound">
/// False when the outbound SA must wait for <see cref="Effect.UseOutbound"/>: the peer cannot receive on it yet (RFC 7296 §2.8).
/// </param>
/// <param name="ReplacesInboundSpi">Our SPI of the pair that it replaces; null for a new one.</param>
public sealed record ChildPair(
    string Name, SaParameters Inbound, SaParameters Outbound, bool UsesOutbound, uint? ReplacesInboundSpi);
