namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>The number that says which RFC the other numbers of a payload are from.</summary>
internal static class DomainOfInterpretation
{
    /// <summary>Bytes of it.</summary>
    internal const int Length = sizeof(uint);

    /// <summary>Generic ISAKMP: notifications about phase 1 may have it (RFC 2408 §3.14).</summary>
    internal const uint Isakmp = 0;

    /// <summary>The IPsec domain (RFC 2407 §4.2).</summary>
    internal const uint Ipsec = 1;
}
