namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>What one tag is computed from, by address.</summary>
internal unsafe struct MacMessage
{
    /// <summary>The one-time key: 32 bytes, with 32 more behind them that may be read.</summary>
    internal byte* Key;

    /// <summary>The associated bytes.</summary>
    internal byte* Associated;

    /// <summary>The ciphertext.</summary>
    internal byte* Text;

    /// <summary>Takes the 16 bytes of the tag.</summary>
    internal byte* Tag;

    /// <summary>Bytes of associated data.</summary>
    internal int AssociatedLength;

    /// <summary>Bytes of ciphertext.</summary>
    internal int TextLength;
}
