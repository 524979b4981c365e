namespace Pipeline.Crypto.Transforms.Ciphers;

/// <summary>An expanded key of a cipher that needs an integrity algorithm beside it.</summary>
internal abstract class CipherKey : IDisposable
{
    /// <summary>Writes the IV that follows from the sequence number, and encrypts the text in place.</summary>
    internal abstract void Seal(in SealJob job);

    /// <summary>Decrypts the text in place; the caller has verified its ICV.</summary>
    internal abstract void Open(in OpenJob job);

    /// <summary>Erases the key.</summary>
    public abstract void Dispose();
}

/// <summary>Expands a key, salt included.</summary>
internal delegate CipherKey CipherKeyFactory(ReadOnlySpan<byte> key);
