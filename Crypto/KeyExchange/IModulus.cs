namespace Pipeline.Crypto.KeyExchange;

/// <summary>Arithmetic modulo one odd number, prepared once; safe on all threads.</summary>
internal interface IModulus
{
    /// <summary>Computes <paramref name="power"/> = <paramref name="value"/> ^ <paramref name="exponent"/> mod n.</summary>
    /// <param name="value">Big-endian, below n.</param>
    /// <param name="exponent">Big-endian; the time taken depends on its length alone.</param>
    /// <param name="power">Big-endian, as long as n, zeros in front.</param>
    void Power(ReadOnlySpan<byte> value, ReadOnlySpan<byte> exponent, Span<byte> power);
}
