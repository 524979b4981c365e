namespace Pipeline.InteropTests.Lab;

/// <summary>The SPIs and keys of a case: fixed, different for every SA, and easy to tell apart in a dump.</summary>
/// <param name="Spi">The SPI of the SA.</param>
/// <param name="FirstKeyByte">The value of the first byte of the key; each next byte is one more.</param>
public readonly record struct SaKeys(uint Spi, byte FirstKeyByte)
{
    public static readonly SaKeys EspToGuest = new(0x1001, 0x10);
    public static readonly SaKeys EspFromGuest = new(0x1002, 0x60);
    public static readonly SaKeys AhToGuest = new(0x2001, 0xa0);
    public static readonly SaKeys AhFromGuest = new(0x2002, 0xc0);

    /// <summary>The SPI as the gateway and <c>ip xfrm</c> read it.</summary>
    public string SpiText => $"0x{Spi:x}";

    /// <summary>The key of the encryption algorithm, in hex without 0x.</summary>
    public string Encryption(EncryptionAlgorithm algorithm) => Run(0, algorithm.KeyLength);

    /// <summary>The key of the integrity algorithm, in hex; it begins where the encryption key ends.</summary>
    public string Integrity(IntegrityAlgorithm algorithm, EncryptionAlgorithm? encryption = null) =>
        Run(encryption?.KeyLength ?? 0, algorithm.KeyLength);

    private string Run(int offset, int length)
    {
        int first = FirstKeyByte + offset;
        return Convert.ToHexStringLower([.. Enumerable.Range(first, length).Select(value => (byte)value)]);
    }
}
