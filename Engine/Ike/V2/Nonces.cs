using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.V2;

/// <summary>Nonces as numbers to compare: of two rekeys at once, the one with the lowest of the four nonces is undone (RFC 7296 §2.8.1).</summary>
internal static class Nonces
{
    /// <summary>The lower one, octet by octet; a nonce is lower than a longer one that begins with it.</summary>
    internal static Octets Lower(Octets first, Octets second) => IsLower(first, second) ? first : second;

    /// <summary>True when the first is lower than the second.</summary>
    internal static bool IsLower(Octets first, Octets second) => first.Span.SequenceCompareTo(second.Span) < 0;
}
