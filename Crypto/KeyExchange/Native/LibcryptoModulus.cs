namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>Powers by libcrypto's constant-time exponentiation. Lives as long as the process.</summary>
internal sealed unsafe class LibcryptoModulus : LibcryptoNumbers, IModulus
{
    private readonly nint _modulus;
    private readonly nint _montgomery;

    /// <summary>Prepares a modulus: big-endian, odd.</summary>
    internal LibcryptoModulus(Libcrypto library, ReadOnlySpan<byte> modulus)
        : base(library, "libcrypto could not compute a power.")
    {
        _modulus = Read(modulus);
        _montgomery = NotNull(library.MontgomeryNew());
        nint context = NotNull(library.ContextNew());
        int done = library.MontgomerySet(_montgomery, _modulus, context);
        library.ContextFree(context);
        Require(done == 1);
    }

    /// <inheritdoc/>
    public void Power(ReadOnlySpan<byte> value, ReadOnlySpan<byte> exponent, Span<byte> power)
    {
        nint context = 0, result = 0, baseNumber = 0, exponentNumber = 0;
        try
        {
            context = NotNull(Library.ContextNew());
            result = NotNull(Library.BnNew());
            baseNumber = Read(value);
            exponentNumber = Read(exponent);
            Require(Library.BnPower(result, baseNumber, exponentNumber, _modulus, context, _montgomery) == 1);
            fixed (byte* written = power)
            {
                Require(Library.BnWrite(result, written, power.Length) == power.Length);
            }
        }
        finally
        {
            Library.BnClearFree(exponentNumber);
            Library.BnClearFree(baseNumber);
            Library.BnClearFree(result);
            Library.ContextFree(context);
        }
    }
}
