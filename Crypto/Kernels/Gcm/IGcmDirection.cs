namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>Encryption or decryption as a type: both change the text alike, but the ciphertext is what is hashed.</summary>
internal interface IGcmDirection
{
    /// <summary>True when the ciphertext is what comes out, false when it is what goes in.</summary>
    static abstract bool Encrypts { get; }
}

/// <summary>Plaintext to ciphertext.</summary>
internal readonly struct GcmEncryption : IGcmDirection
{
    /// <inheritdoc/>
    public static bool Encrypts => true;
}

/// <summary>Ciphertext to plaintext.</summary>
internal readonly struct GcmDecryption : IGcmDirection
{
    /// <inheritdoc/>
    public static bool Encrypts => false;
}
