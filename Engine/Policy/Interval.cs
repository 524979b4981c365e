using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy;

/// <summary>One side of a <see cref="FilterBox"/>, both ends included.</summary>
/// <param name="First">The lowest number.</param>
/// <param name="Last">The highest number.</param>
internal readonly record struct Interval(UInt128 First, UInt128 Last)
{
    /// <summary>Every protocol.</summary>
    public static Interval AnyProtocol => new(byte.MinValue, byte.MaxValue);

    /// <summary>Every port, and the 0 of packets that show none.</summary>
    public static Interval AnyPort => new(ushort.MinValue, ushort.MaxValue);

    /// <summary>Every address of a family.</summary>
    public static Interval AnyAddress(bool isIpv6) => new(UInt128.Zero, isIpv6 ? UInt128.MaxValue : uint.MaxValue);

    /// <summary>The numbers that a flow inside <paramref name="ports"/> can have.</summary>
    /// <remarks>A range that runs backwards is "opaque" or takes nothing; both fit the 0 of flows that show no port.</remarks>
    public static Interval Of(PortRange ports) =>
        ports.First <= ports.Last ? new Interval(ports.First, ports.Last) : new Interval(UInt128.Zero, UInt128.Zero);

    /// <summary>True when it has every number of <paramref name="other"/>.</summary>
    public bool Covers(Interval other) => First <= other.First && Last >= other.Last;
}
