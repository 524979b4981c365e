namespace Pipeline.Crypto.Kernels.Gcm.Rounds;

/// <summary>A key length as a type: the compiler makes one kernel for each, without a branch inside.</summary>
internal interface IAesKeyLength
{
    /// <summary>Rounds of AES: 10, 12 or 14 (FIPS 197 §5).</summary>
    static abstract int Rounds { get; }
}

/// <summary>Keys of 16 bytes.</summary>
internal readonly struct Aes128 : IAesKeyLength
{
    /// <inheritdoc/>
    public static int Rounds => 10;
}

/// <summary>Keys of 24 bytes.</summary>
internal readonly struct Aes192 : IAesKeyLength
{
    /// <inheritdoc/>
    public static int Rounds => 12;
}

/// <summary>Keys of 32 bytes.</summary>
internal readonly struct Aes256 : IAesKeyLength
{
    /// <inheritdoc/>
    public static int Rounds => 14;
}
