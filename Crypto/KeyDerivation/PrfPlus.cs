using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyDerivation;

/// <summary>prf+: as much key material as an exchange needs (RFC 7296 §2.13).</summary>
/// <remarks>
/// <code>
/// T1 = prf(K, S | 0x01)    T2 = prf(K, T1 | S | 0x02)    ...    prf+(K, S) = T1 | T2 | ...
/// </code>
/// </remarks>
public static class PrfPlus
{
    // The block number is one byte.
    private const int MaximumBlockCount = 255;
    private const int LongestOutput = 64;

    /// <summary>The most bytes that one call makes.</summary>
    public static int MaximumLength(Prf prf)
    {
        ArgumentNullException.ThrowIfNull(prf);
        return MaximumBlockCount * prf.OutputLength;
    }

    /// <summary>Makes key material in its final place.</summary>
    /// <param name="prf">The negotiated function.</param>
    /// <param name="key">K.</param>
    /// <param name="seed">S.</param>
    /// <param name="length">Bytes to make: at most <see cref="MaximumLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 255 blocks are asked for.</exception>
    public static SecretBytes Derive(Prf prf, SecretBytes key, SecretBytes seed, int length)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(seed);
        return SecretBytes.Create(
            length, (prf, key, seed), static (output, with) => Fill(with.prf, with.key.Span, with.seed.Span, output));
    }

    /// <summary>Fills all of <paramref name="output"/>.</summary>
    /// <param name="prf">The negotiated function.</param>
    /// <param name="key">K.</param>
    /// <param name="seed">S.</param>
    /// <param name="output">At most <see cref="MaximumLength"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 255 blocks are asked for.</exception>
    public static void Fill(Prf prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(output.Length, MaximumLength(prf));
        using PrfKey expanded = prf.Expand(key);
        Span<byte> block = stackalloc byte[LongestOutput];
        block = block[..prf.OutputLength];
        for (byte number = 1; !output.IsEmpty; number++)
        {
            if (number > 1)
            {
                expanded.Append(block);
            }

            expanded.Append(seed);
            expanded.Append([number]);
            expanded.Finish(block);
            int length = Math.Min(block.Length, output.Length);
            block[..length].CopyTo(output);
            output = output[length..];
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
