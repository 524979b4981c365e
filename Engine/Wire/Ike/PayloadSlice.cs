namespace Pipeline.Engine.Wire.Ike;

/// <summary>Where one payload of a chain lies, body not looked at.</summary>
/// <param name="Type">Its type; may be a number that has no name here.</param>
/// <param name="IsCritical">The critical bit (RFC 7296 §3.2).</param>
/// <param name="Offset">Where its body begins, from the start of the chain.</param>
/// <param name="Length">Bytes of its body.</param>
/// <param name="Next">The next payload field: the type of the first payload inside, for SK and SKF.</param>
public readonly record struct PayloadSlice(PayloadType Type, bool IsCritical, int Offset, int Length, PayloadType Next);
