namespace Pipeline.Engine.Encapsulation;

/// <summary>DSCP and ECN at both ends of a tunnel (RFC 6040 §4, RFC 4301 §5.1.2).</summary>
/// <remarks>
/// The byte is the type of service of IPv4 and the traffic class of IPv6:
/// <code>
/// | DSCP (6) | ECN (2) |      ECN: 00 Not-ECT, 01 ECT(1), 10 ECT(0), 11 CE
/// </code>
/// </remarks>
public static class TrafficClassRules
{
    private const byte EcnMask = 0b11;
    private const byte NotCapable = 0b00;
    private const byte CapableOne = 0b01;
    private const byte CapableZero = 0b10;
    private const byte CongestionExperienced = 0b11;

    /// <summary>False when the byte says "not ECN-capable": nothing is then carried over at the tunnel's exit.</summary>
    public static bool HasEcn(byte trafficClass) => (trafficClass & EcnMask) != NotCapable;

    /// <summary>The outer header's byte at the tunnel's entry.</summary>
    /// <param name="inner">The inner header's byte.</param>
    /// <param name="mode">What to do with ECN.</param>
    /// <param name="dscp">0 to 63 to set a DSCP; null to copy the inner one.</param>
    public static byte Encapsulate(byte inner, EcnMode mode = EcnMode.Normal, byte? dscp = null)
    {
        int outerDscp = dscp is { } value ? value << 2 : inner & ~EcnMask;
        int ecn = mode == EcnMode.Normal ? inner & EcnMask : NotCapable;
        return (byte)(outerDscp | ecn);
    }

    /// <summary>The inner header's byte after the tunnel's exit: its own DSCP, and the ECN field of RFC 6040 figure 4.</summary>
    /// <param name="inner">The inner header's byte as it arrived.</param>
    /// <param name="outer">The outer header's byte.</param>
    /// <param name="result">The byte to forward with; the inner one when the packet must be dropped.</param>
    /// <returns>
    /// False when the packet must be dropped: it met congestion, and its sender would not understand the mark.
    /// </returns>
    public static bool TryDecapsulate(byte inner, byte outer, out byte result)
    {
        int innerEcn = inner & EcnMask;
        int outerEcn = outer & EcnMask;
        int ecn = (innerEcn, outerEcn) switch
        {
            (NotCapable, _) => NotCapable,
            (_, CongestionExperienced) => CongestionExperienced,
            (CapableZero, CapableOne) => CapableOne,
            _ => innerEcn,
        };
        result = (byte)((inner & ~EcnMask) | ecn);
        return innerEcn != NotCapable || outerEcn != CongestionExperienced;
    }
}
