namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>One text to seal or to open, by address.</summary>
internal unsafe struct AeadMessage
{
    /// <summary>SPI and 64-bit sequence number.</summary>
    internal const int ExtendedLength = sizeof(uint) + sizeof(ulong);

    /// <summary>Bytes of a place for a one-time key: a whole block of key stream.</summary>
    internal const int KeySlotLength = 64;

    /// <summary>The 64 bytes of <see cref="ChaCha20Poly1305Key.State"/>.</summary>
    internal byte* State;

    /// <summary>The last 8 bytes of the nonce, as a little-endian number.</summary>
    internal ulong Iv;

    /// <summary>The text, which is encrypted or decrypted in place.</summary>
    internal byte* Text;

    /// <summary>The associated bytes.</summary>
    internal byte* Associated;

    /// <summary>The 16 bytes of the tag.</summary>
    internal byte* Tag;

    /// <summary>Bytes of text.</summary>
    internal int TextLength;

    /// <summary>Bytes of associated data.</summary>
    internal int AssociatedLength;

    /// <summary>The verdict.</summary>
    internal bool Authentic;

    /// <summary>Room for associated bytes that stand so in no packet: an extended sequence number.</summary>
    internal fixed byte Extended[ExtendedLength];

    /// <summary>Block 0 of the key stream begins with the one-time key (RFC 8439 §2.6).</summary>
    internal readonly Stretch KeyStretch(byte* slot) => new(State, Iv, counter: 0, slot, KeySlotLength);

    /// <summary>The text has the blocks from 1 on.</summary>
    internal readonly Stretch TextStretch() => new(State, Iv, counter: 1, Text, TextLength);

    /// <summary>What the tag is computed from.</summary>
    internal readonly MacMessage ToMac(byte* key, byte* tag) => new()
    {
        Key = key,
        Associated = Associated,
        Text = Text,
        Tag = tag,
        AssociatedLength = AssociatedLength,
        TextLength = TextLength,
    };
}
