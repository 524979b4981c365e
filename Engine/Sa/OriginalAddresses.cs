using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Sa;

/// <summary>The addresses that the peer's host wrote into its packets, before a NAT changed those outside (RFC 3948 §3.1.2).</summary>
/// <param name="Source">Where its packets came from, as it sees it.</param>
/// <param name="Destination">Where they were to go, as it sees it.</param>
public readonly record struct OriginalAddresses(IpAddress Source, IpAddress Destination);
