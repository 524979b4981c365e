namespace Pipeline.Crypto.Transforms;

/// <summary>Refuses keys that do not fit a transform.</summary>
internal static class KeyLengths
{
    /// <summary>Compares both keys with the lengths that the transform states.</summary>
    /// <exception cref="ArgumentException">A length is wrong; the message says which, and shows no key.</exception>
    internal static void Check(
        PacketTransform transform, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> integrityKey)
    {
        if (encryptionKey.Length != transform.EncryptionKeyLength)
        {
            throw new ArgumentException(
                $"{transform.Name} takes an encryption key of {transform.EncryptionKeyLength} bytes, salt included, "
                + $"not {encryptionKey.Length}.",
                nameof(encryptionKey));
        }

        if (integrityKey.Length != transform.IntegrityKeyLength)
        {
            throw new ArgumentException(
                $"{transform.Name} takes an integrity key of {transform.IntegrityKeyLength} bytes, "
                + $"not {integrityKey.Length}.",
                nameof(integrityKey));
        }
    }
}
