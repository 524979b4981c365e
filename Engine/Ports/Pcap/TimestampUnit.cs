namespace Pipeline.Engine.Ports.Pcap;

/// <summary>What one step of a capture's clock is, and the conversion to ticks of 100 ns since 0001.</summary>
internal readonly struct TimestampUnit
{
    private readonly UInt128 _unitsPerSecond;
    private readonly long _offsetSeconds;

    /// <param name="unitsPerSecond">Steps a second; 0 for a clock so fine that every value is 0 ticks.</param>
    /// <param name="offsetSeconds">Added to every value.</param>
    public TimestampUnit(UInt128 unitsPerSecond, long offsetSeconds)
    {
        _unitsPerSecond = unitsPerSecond;
        _offsetSeconds = offsetSeconds;
    }

    /// <summary>The default of pcapng: microseconds.</summary>
    public static TimestampUnit Microseconds => new(1_000_000, offsetSeconds: 0);

    /// <summary>The unit that the options <c>if_tsresol</c> and <c>if_tsoffset</c> of pcapng name.</summary>
    /// <param name="resolution">A negative power of 10, or of 2 when the highest bit is set.</param>
    /// <param name="offsetSeconds">Added to every value.</param>
    public static TimestampUnit FromOptions(byte resolution, long offsetSeconds)
    {
        int exponent = resolution & 0x7F;
        if ((resolution & 0x80) != 0)
        {
            return new TimestampUnit(UInt128.One << exponent, offsetSeconds);
        }

        // 10^38 is the last that fits 128 bits; a 64-bit count of such steps is far less than a tick.
        UInt128 unitsPerSecond = exponent <= 38 ? UInt128.One : UInt128.Zero;
        for (int power = 0; power < exponent && exponent <= 38; power++)
        {
            unitsPerSecond *= 10;
        }

        return new TimestampUnit(unitsPerSecond, offsetSeconds);
    }

    /// <summary>A count of steps since 1970 as ticks since 0001; a date that no calendar has becomes the nearest that one has.</summary>
    public long ToTicks(ulong steps)
    {
        // 64 bits times 10^7 needs 88 bits: no overflow.
        UInt128 ticks = _unitsPerSecond == UInt128.Zero
            ? UInt128.Zero
            : (UInt128)steps * TimeSpan.TicksPerSecond / _unitsPerSecond;
        Int128 sum = (Int128)ticks + ((Int128)_offsetSeconds * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.Ticks;
        return (long)Int128.Clamp(sum, 0, DateTime.MaxValue.Ticks);
    }
}
