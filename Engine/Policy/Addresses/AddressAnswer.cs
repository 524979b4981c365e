using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.Addresses;

/// <summary>The answer to one question for addresses.</summary>
/// <param name="Addresses">What the name stands for.</param>
/// <param name="Problem">Why there are none, and what to write where; null when there are.</param>
public sealed record AddressAnswer(IReadOnlyList<IpAddress> Addresses, string? Problem = null);
