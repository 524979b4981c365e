using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.Observation;

/// <summary>Where and when a message was seen.</summary>
/// <param name="Number">Its number among all that was seen, as capture files count frames: from 1.</param>
/// <param name="From">Where it came from.</param>
/// <param name="To">Where it went.</param>
/// <param name="At">When.</param>
public readonly record struct Sighting(long Number, UdpEndpoint From, UdpEndpoint To, DateTime At);
