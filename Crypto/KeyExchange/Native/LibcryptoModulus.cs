using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>Powers by libcrypto's constant-time exponentiation. Lives as long as the process.</summary>
internal sealed unsafe class LibcryptoModulus : IModulus
{
    private readonly Libcrypto _library;
    private readonly nint _modulus;
    private readonly nint _montgomery;

    /// <summary>Prepares a modulus: big-endian, odd.</summary>
    internal LibcryptoModulus(Libcrypto library, ReadOnlySpan<byte> modulus)
    {
        _library = library;
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
            context = NotNull(_library.ContextNew());
            result = NotNull(_library.BnNew());
            baseNumber = Read(value);
            exponentNumber = Read(exponent);
            Require(_library.BnPower(result, baseNumber, exponentNumber, _modulus, context, _montgomery) == 1);
            fixed (byte* written = power)
            {
                Require(_library.BnWrite(result, written, power.Length) == power.Length);
            }
        }
        finally
        {
            _library.BnClearFree(exponentNumber);
            _library.BnClearFree(baseNumber);
            _library.BnClearFree(result);
            _library.ContextFree(context);
        }
    }

    private nint Read(ReadOnlySpan<byte> bigEndian)
    {
        fixed (byte* bytes = bigEndian)
        {
            return NotNull(_library.BnRead(bytes, bigEndian.Length, 0));
        }
    }

    private nint NotNull(nint handle)
    {
        Require(handle != 0);
        return handle;
    }

    /// <summary>Nothing that a peer sends makes these fail: only memory that ran out.</summary>
    private void Require(bool done)
    {
        if (!done)
        {
            _library.ClearErrors();
            throw new CryptographicException("libcrypto could not compute a power.");
        }
    }
}
