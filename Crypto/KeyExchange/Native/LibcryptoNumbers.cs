using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>What all arithmetic with libcrypto's big numbers has in common.</summary>
/// <param name="library">The library.</param>
/// <param name="failure">What to say when a call fails.</param>
internal abstract unsafe class LibcryptoNumbers(Libcrypto library, string failure)
{
    /// <summary>The library.</summary>
    protected Libcrypto Library => library;

    /// <summary>Makes a number; to be freed.</summary>
    protected nint Read(ReadOnlySpan<byte> bigEndian)
    {
        fixed (byte* bytes = bigEndian)
        {
            return NotNull(library.BnRead(bytes, bigEndian.Length, 0));
        }
    }

    /// <summary>What was made; never null.</summary>
    protected nint NotNull(nint handle)
    {
        Require(handle != 0);
        return handle;
    }

    /// <summary>Nothing that a peer sends makes these fail: only memory that ran out.</summary>
    /// <exception cref="CryptographicException">It failed.</exception>
    protected void Require(bool done)
    {
        if (!done)
        {
            library.ClearErrors();
            throw new CryptographicException(failure);
        }
    }
}
