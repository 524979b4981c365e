namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>What an integrity algorithm covers, in order and without copying it together.</summary>
/// <param name="associated">ESP header, or the IP and AH headers in the form that is authenticated.</param>
/// <param name="iv">The explicit IV of ESP; empty for AH.</param>
/// <param name="text">Ciphertext of ESP, or the payload behind AH.</param>
/// <param name="highSequence">
/// The high 32 bits of an extended sequence number, which stand behind the text (RFC 4303 §2.2.1, RFC 4302
/// §3.3.3.2.2); empty without them.
/// </param>
internal readonly ref struct AuthenticatedBytes(
    ReadOnlySpan<byte> associated, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> text, ReadOnlySpan<byte> highSequence)
{
    /// <summary>First part.</summary>
    internal ReadOnlySpan<byte> Associated { get; } = associated;

    /// <summary>Second part.</summary>
    internal ReadOnlySpan<byte> Iv { get; } = iv;

    /// <summary>Third part.</summary>
    internal ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Last part.</summary>
    internal ReadOnlySpan<byte> HighSequence { get; } = highSequence;

    /// <summary>Bytes in all parts together.</summary>
    internal int Length => Associated.Length + Iv.Length + Text.Length + HighSequence.Length;

    /// <summary>Writes all parts one behind the other.</summary>
    internal void CopyTo(Span<byte> destination)
    {
        Associated.CopyTo(destination);
        destination = destination[Associated.Length..];
        Iv.CopyTo(destination);
        destination = destination[Iv.Length..];
        Text.CopyTo(destination);
        HighSequence.CopyTo(destination[Text.Length..]);
    }
}
