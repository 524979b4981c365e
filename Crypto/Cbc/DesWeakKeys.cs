using System.Buffers.Binary;

namespace Pipeline.Crypto.Cbc;

/// <summary>The weak and semi-weak keys of DES (RFC 2409 appendix A, NIST SP 800-67 §3.3.2).</summary>
public static class DesWeakKeys
{
    // The lowest bit of each byte is parity, which does not count.
    private const ulong KeyBits = 0xFEFEFEFE_FEFEFEFE;

    private static readonly HashSet<ulong> Keys =
    [
        .. ((ulong[])
        [
            0x0101010101010101, 0x1F1F1F1FE0E0E0E0, 0xE0E0E0E01F1F1F1F, 0xFEFEFEFEFEFEFEFE, 0x1F1F1F1F0E0E0E0E, 0xE0E0E0E0F1F1F1F1,
            0x01FE01FE01FE01FE, 0x1FE01FE00EF10EF1, 0x01E001E001F101F1, 0x1FFE1FFE0EFE0EFE, 0x011F011F010E010E, 0xE0FEE0FEF1FEF1FE,
            0xFE01FE01FE01FE01, 0xE01FE01FF10EF10E, 0xE001E001F101F101, 0xFE1FFE1FFE0EFE0E, 0x1F011F010E010E01, 0xFEE0FEE0FEF1FEF1,
        ]).Select(key => key & KeyBits),
    ];

    /// <summary>True for a key that must not be used.</summary>
    /// <param name="key">8 bytes.</param>
    public static bool Contains(ReadOnlySpan<byte> key) => Keys.Contains(BinaryPrimitives.ReadUInt64BigEndian(key) & KeyBits);
}
